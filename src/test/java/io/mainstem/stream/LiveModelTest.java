package io.mainstem.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Birdstrikes;
import io.mainstem.learn.LearnerRun;
import io.mainstem.learn.ModelCopy;
import io.mainstem.spec.LearnerSpecReader;
import org.junit.jupiter.api.Test;

class LiveModelTest {

    /** Else each thread of a server would wait its second, and nothing else be answered. */
    @Test
    void nobodyWaitsAgainForALearnerThatIsHeldUp() throws Exception {
        LearnerRun run = new LearnerRun(LearnerSpecReader.read(Birdstrikes.yaml()));
        LiveModel model = new LiveModel(run.learner);
        run.take(Birdstrikes.events(1));
        model.took(run.learner);
        ModelCopy first = model.recent();
        Thread.sleep(1100); // from here on a copy is old enough to wait for a newer one
        assertThat(model.recent()).isSameAs(first);

        // Who waits now ends with an exception.
        Thread.currentThread().interrupt();
        ModelCopy again;
        try {
            again = model.recent();
        } finally {
            Thread.interrupted();
        }
        assertThat(again).isSameAs(first);

        model.took(run.learner);
        assertThat(model.recent()).as("when it goes on").isNotSameAs(first);
        assertThat(model.isNewest(model.recent())).isTrue();
    }
}
