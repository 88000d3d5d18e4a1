package io.mainstem.stream;

import io.mainstem.encode.RawFeatures;
import io.mainstem.event.Command;
import io.mainstem.event.Event;
import io.mainstem.event.LabelRecord;
import io.mainstem.event.Reason;
import io.mainstem.spec.Source;
import org.jspecify.annotations.Nullable;

/** What a record of one of the learner's sources turned out to be. */
sealed interface Decoded {

    /** Where it came from. */
    Source source();

    /**
     * An event.
     *
     * @param features lent: the next record's features take their place
     */
    record Good(Event event, RawFeatures features) implements Decoded {
        @Override
        public Source source() {
            return Source.EVENTS;
        }
    }

    /** Labels of an event that came before, or is to come. */
    record Later(LabelRecord labels, Source source) implements Decoded {}

    /** A command. */
    record Order(Command command) implements Decoded {
        @Override
        public Source source() {
            return Source.CONTROL;
        }
    }

    /**
     * A dead letter that should have been a command.
     *
     * @param id that could be read of it
     */
    record BadOrder(@Nullable String id, Reason reason, String message) implements Decoded {
        @Override
        public Source source() {
            return Source.CONTROL;
        }
    }

    /** A dead letter, which still counts. */
    record Bad(Source source, Reason reason) implements Decoded {}
}
