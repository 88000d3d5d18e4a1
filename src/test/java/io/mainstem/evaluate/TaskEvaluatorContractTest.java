package io.mainstem.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mainstem.spec.TaskSpec;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an evaluator promises whatever its task. */
class TaskEvaluatorContractTest {

    private static final int WINDOW = 30;

    static Stream<TaskSpec> tasks() {
        return Rows.tasks();
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void anEmptyOneHasNoMetrics(TaskSpec task) {
        TaskEvaluator evaluator = TaskEvaluator.of(task, WINDOW);
        TaskScores scores = evaluator.scores();
        assertThat(evaluator.labels()).isZero();
        assertThat(scores.run()).isEmpty();
        assertThat(scores.window()).isEmpty();
        boolean compares = !(task instanceof TaskSpec.Clustering);
        assertThat(!scores.baselines().isEmpty()).isEqualTo(compares);
        assertThat(scores.baselines())
                .allSatisfy((name, metrics) -> assertThat(metrics).isEmpty());
        assertThat(scores.windowBaselines())
                .hasSameSizeAs(scores.baselines())
                .allSatisfy((name, metrics) -> assertThat(metrics).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void leavesItsInputsAsTheyWere(TaskSpec task) {
        Rows given = Rows.random(task, 100, 5);
        Rows same = Rows.random(task, 100, 5);
        TaskEvaluator evaluator = TaskEvaluator.of(task, WINDOW);
        given.into(evaluator);
        evaluator.scores();
        assertThat(given.outputs()).isDeepEqualTo(same.outputs());
        // Not isDeepEqualTo, to which no NaN equals another.
        assertThat(Arrays.deepEquals(given.labels(), same.labels())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void allocatesNothingPerLabel(TaskSpec task) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Rows rows = Rows.random(task, 500, 6);
        TaskEvaluator evaluator = TaskEvaluator.of(task, WINDOW);
        rows.into(evaluator);
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        rows.into(evaluator);
        long after = threads.getCurrentThreadAllocatedBytes();
        assertThat(after - before).as("bytes for %d labels", rows.size()).isZero();
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void aRestoredOneGoesOnBitForBit(TaskSpec task) {
        long seed = 7;
        Rows rows = Rows.random(task, 130, seed);
        for (int split : new int[] {0, 1, WINDOW - 1, WINDOW, WINDOW + 1, 100}) {
            TaskEvaluator undisturbed = TaskEvaluator.of(task, WINDOW);
            rows.slice(0, split).into(undisturbed);
            ByteBuffer saved = save(undisturbed, ByteOrder.LITTLE_ENDIAN);

            TaskEvaluator restored = TaskEvaluator.of(task, WINDOW);
            // Nothing of what was there before may shine through.
            Rows.random(task, 50, seed + 1).into(restored);
            restored.read(saved);
            assertThat(saved.remaining()).isZero();

            assertThat(restored.labels()).isEqualTo(split);
            assertThat(restored.scores()).as("seed %d, split %d", seed, split).isEqualTo(undisturbed.scores());
            rows.slice(split, rows.size()).into(undisturbed);
            rows.slice(split, rows.size()).into(restored);
            assertThat(restored.scores()).as("seed %d, split %d", seed, split).isEqualTo(undisturbed.scores());
            assertThat(save(restored, ByteOrder.BIG_ENDIAN)).isEqualTo(save(undisturbed, ByteOrder.BIG_ENDIAN));
        }
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void itsStateHasOneSize(TaskSpec task) {
        TaskEvaluator evaluator = TaskEvaluator.of(task, WINDOW);
        int bytes = evaluator.stateBytes();
        Rows.random(task, 100, 8).into(evaluator);
        assertThat(evaluator.stateBytes()).isEqualTo(bytes);
        assertThat(save(evaluator, ByteOrder.BIG_ENDIAN).limit()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void scoresAreOnlyRead(TaskSpec task) {
        TaskEvaluator asked = TaskEvaluator.of(task, WINDOW);
        TaskEvaluator silent = TaskEvaluator.of(task, WINDOW);
        Rows rows = Rows.random(task, 100, 9);
        for (int r = 0; r < rows.size(); r++) {
            rows.slice(r, r + 1).into(asked);
            asked.scores();
        }
        rows.into(silent);
        assertThat(save(asked, ByteOrder.BIG_ENDIAN)).isEqualTo(save(silent, ByteOrder.BIG_ENDIAN));
    }

    private static ByteBuffer save(TaskEvaluator evaluator, ByteOrder order) {
        ByteBuffer out = ByteBuffer.allocate(evaluator.stateBytes()).order(order);
        evaluator.write(out);
        assertThat(out.remaining()).isZero();
        return out.flip();
    }
}
