package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only blocks that changed are stamped, and all that did. */
class ChangedBlocksTest {

    private static final long SEED = 12;

    private static LearnerSpec spec(String trunk) {
        return LearnerSpecReader.read(
                """
                name: wide
                features: {t: {type: text, buckets: 8192}, x: {type: number}}
                tasks:
                  often: {type: binary}
                  never: {type: multiclass, classes: [a, b], hidden: [300, 300]}
                  group: {type: clustering, k: 3}
                trunk: %s
                optimizer: {type: adam}
                batch: {size: 2}
                metrics: {window: 4}
                """
                        .formatted(trunk));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{layers: [64, 32]}",
                "{type: mmoe, experts: 2, layers: [32]}",
                "{type: ple, levels: 2, sharedExperts: 1, layers: [16]}"
            })
    void aBlockIsStampedIfItChanged(String trunk) {
        SplittableRandom random = new SplittableRandom(SEED);
        LearnerRun run = new LearnerRun(spec(trunk));
        LearnerState state = run.learner.state();
        assertThat(state.blocks()).isGreaterThan(8);
        byte[][] before = bodies(state);
        long stamped = 0;
        for (int record = 1; record <= 40; record++) {
            String event = random.nextInt(5) == 0
                    ? "nothing"
                    : "{\"id\":\"%d\",\"features\":{\"x\":%s,\"t\":\"w%d\"},\"labels\":{\"often\":%b}}"
                            .formatted(record, random.nextDouble(), random.nextInt(30), random.nextBoolean());
            run.take(event.getBytes(UTF_8));
            byte[][] after = bodies(state);
            for (int block = 1; block < state.blocks(); block++) {
                boolean changed = !Arrays.equals(before[block], after[block]);
                boolean marked = state.stamp(block) == record;
                assertThat(marked || !changed)
                        .as("block %d, record %d, seed %d", block, record, SEED)
                        .isTrue();
                stamped += marked ? 1 : 0;
            }
            before = after;
        }
        // The head that no label reaches, with its moments, is most of the state, and words are few.
        assertThat(stamped).isLessThan(40L * state.blocks() / 2);
    }

    private static byte[][] bodies(LearnerState state) {
        byte[][] bodies = new byte[state.blocks()][];
        for (int block = 0; block < bodies.length; block++) {
            byte[] record = new byte[state.size(block)];
            state.write(block, record);
            bodies[block] = Arrays.copyOfRange(record, BlockHeader.BYTES, record.length);
        }
        return bodies;
    }
}
