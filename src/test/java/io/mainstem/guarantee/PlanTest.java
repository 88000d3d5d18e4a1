package io.mainstem.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Birdstrikes;
import io.mainstem.event.EventReader;
import io.mainstem.event.InvalidRecordException;
import io.mainstem.guarantee.Sent.Kind;
import io.mainstem.learn.Learner;
import io.mainstem.spec.LearnerSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One seed, one run; and the events are what their maker says they are. */
class PlanTest {

    @Test
    void aSeedGivesOnePlanWithAsManyFaultsAsAskedFor() {
        List<Fault> plan = Fault.plan(7, 50, 5);

        assertThat(Fault.plan(7, 50, 5)).isEqualTo(plan);
        assertThat(Fault.plan(8, 50, 5)).isNotEqualTo(plan);
        assertThat(plan).filteredOn(fault -> fault.kind() == Fault.Kind.STOP).hasSize(5);
        assertThat(plan).filteredOn(fault -> fault.kind() != Fault.Kind.STOP).hasSize(50);
    }

    @Test
    void aSeedGivesOneSequenceOfEvents() {
        Events events = new Events(7, 3);
        Events again = new Events(7, 3);

        List<Events.Event> first = Stream.generate(events::next).limit(500).toList();
        assertThat(Stream.generate(again::next).limit(500).toList()).isEqualTo(first);
        assertThat(first).extracting(Events.Event::partition).contains(0, 1, 2);
        assertThat(first).extracting(Events.Event::kind).contains(Kind.values());
    }

    @Test
    void eventsAreOfTheKindThatTheirMakerSays() {
        LearnerSpec spec = Birdstrikes.spec();
        EventReader reader = new EventReader(spec);
        Events events = new Events(7, 1);
        for (int i = 0; i < 2_000; i++) {
            Events.Event event = events.next();
            String found;
            try {
                found = reader.read(event.value(), EventReader.NO_TIMESTAMP, Learner.features(spec))
                                .labels()
                                .isEmpty()
                        ? Kind.UNLABELLED.name()
                        : Kind.LABELLED.name();
            } catch (InvalidRecordException e) {
                found = e.reason().code();
            }
            assertThat(found)
                    .as(event.text())
                    .isEqualTo(
                            event.kind().isEvent()
                                    ? event.kind().name()
                                    : event.kind().reason());
        }
    }
}
