package io.mainstem.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/** What a host must have for the learners of several partitions; for one, {@link LearnerTopologyTest} shows it. */
class HostCheckTest {

    private static final long MODEL = 1_000;

    private final LiveLearners liveLearners = new LiveLearners();

    @Test
    void allModelsOfAThreadMustFitIntoItsPartOfTheCache() {
        check("a", 2 * 3 * MODEL);
        check("b", 2 * 3 * MODEL);
        check("c", 2 * 3 * MODEL);

        assertThatThrownBy(() -> check("d", 2 * 3 * MODEL))
                .isInstanceOf(UnfitHostException.class)
                .hasMessageContaining(
                        "needs statestore.cache.max.bytes of at least 8000 (1000 bytes of a model, times 4"
                                + " partitions on a thread, times 2 threads), found 6000")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aLearnerThatIsGoneTakesNoRoom() {
        check("a", 2 * 2 * MODEL);
        check("b", 2 * 2 * MODEL);
        liveLearners.leave("a");

        assertThatCode(() -> check("c", 2 * 2 * MODEL)).doesNotThrowAnyException();
    }

    @Test
    void eachThreadHasItsOwnPart() throws Exception {
        int[] counted = new int[1];
        liveLearners.enter("a");

        Thread other = new Thread(() -> counted[0] = liveLearners.enter("b"));
        other.start();
        other.join();

        assertThat(counted[0]).isEqualTo(1);
    }

    @Test
    void aLearnerThatBeginsAnewIsCountedOnce() {
        liveLearners.enter("a");

        assertThat(liveLearners.enter("a")).isEqualTo(1);
    }

    private void check(String learner, long cache) {
        Map<String, Object> configs = Map.of(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                2,
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                cache);
        HostCheck.check("birds", configs, MODEL, liveLearners.enter(learner));
    }
}
