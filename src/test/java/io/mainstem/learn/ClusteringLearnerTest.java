package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.event.Prediction;
import io.mainstem.event.PredictionWriter;
import io.mainstem.event.Reason;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClusteringLearnerTest {

    private static final String YAML =
            """
            name: segments
            features: {x: {type: vector, size: 2}}
            tasks:
              segment: {type: clustering, k: 3, decay: 0.9}
            trunk: {layers: [2], activation: identity}
            batch: {size: 4}
            """;

    private final LearnerSpec spec = LearnerSpecReader.read(YAML);
    private final SplittableRandom random = new SplittableRandom(3);

    /** Around one of three far points. */
    private byte[] event(int i, boolean reference) {
        int group = random.nextInt(3);
        double x = (group == 1 ? 10 : 0) + random.nextDouble();
        double y = (group == 2 ? 10 : 0) + random.nextDouble();
        String labels = reference ? ",\"labels\":{\"segment\":\"" + "abc".charAt(group) + "\"}" : "";
        return ("{\"id\":\"" + i + "\",\"features\":{\"x\":[" + x + "," + y + "]}" + labels + "}").getBytes(UTF_8);
    }

    @Test
    void learnsFromEventsWithoutLabelsAndPredictsEachOnce() {
        LearnerRun run = new LearnerRun(spec);
        for (int i = 0; i < 402; i++) {
            run.take(event(i, false));
        }
        assertThat(run.predictions).hasSize(402);
        assertThat(run.learner.examples()).isEqualTo(400);
        assertThat(run.learner.waiting()).isEqualTo(2);
        run.learner.finish(run);
        assertThat(run.predictions).hasSize(402);
        Map<String, Double> metrics = run.learner.metrics().get(0).run();
        assertThat(metrics).containsOnlyKeys("inertia", "simplifiedSilhouette");
    }

    @Test
    void findsTheGroupsThatTheReferenceNames() {
        LearnerRun run = new LearnerRun(spec);
        for (int i = 0; i < 4000; i++) {
            run.take(event(i, i % 2 == 0));
        }
        Map<String, Double> metrics = run.learner.metrics().get(0).window();
        assertThat(metrics).containsOnlyKeys("inertia", "simplifiedSilhouette", "nmi");
        assertThat(run.learner.metrics().get(0).labels()).isEqualTo(4000);
        assertThat(metrics.get("nmi")).isGreaterThan(0.4);
    }

    @Test
    void aRefusedMiniBatchRefusesWhatHasNoLabelsToo() {
        LearnerRun run = new LearnerRun(
                LearnerSpecReader.read(YAML.replace("trunk:", "  count: {type: regression, loss: poisson}\ntrunk:")));
        for (int i = 0; i < 3; i++) {
            run.take(event(i, false));
        }
        run.take("{\"id\":\"wild\",\"features\":{\"x\":[1,1]},\"labels\":{\"count\":1e25}}".getBytes(UTF_8));
        assertThat(run.refused).containsExactly("0@0", "1@1", "2@2", "wild@3");
        assertThat(run.learner.rejected(Reason.DIVERGED)).isEqualTo(4);
        assertThat(run.learner.examples()).isZero();
        assertThat(run.learner.events()).isEqualTo(4);
    }

    @Test
    void predictionsCarryClusterAndDistance() {
        LearnerRun run = new LearnerRun(spec);
        run.take(event(0, false));
        PredictionWriter writer = new PredictionWriter(spec);
        assertThat(new String(writer.write(run.predictions.get(0)), UTF_8))
                .contains("\"segment\":{\"value\":null,\"distance\":null}");
        Prediction known = new Prediction("1", 0, run.predictions.get(0).model(), new double[] {2, 0.75, 1});
        assertThat(new String(writer.write(known), UTF_8)).contains("\"segment\":{\"value\":2,\"distance\":0.75}");
    }

    @Test
    void goesOnFromASavedState() {
        LearnerRun undisturbed = new LearnerRun(spec);
        LearnerRun before = new LearnerRun(spec);
        for (int i = 0; i < 50; i++) {
            byte[] event = event(i, i % 3 == 0);
            undisturbed.take(event);
            before.take(event);
        }
        Learner successor = new Learner(spec, 0);
        successor.restore(
                block -> {
                    byte[] record = new byte[before.learner.state().size(block)];
                    before.learner.state().write(block, record);
                    return record;
                },
                before.learner::waitingExample);
        LearnerRun after = new LearnerRun(spec, successor);
        for (int i = 50; i < 90; i++) {
            byte[] event = event(i, i % 3 == 0);
            undisturbed.take(event);
            after.take(event);
        }
        assertThat(after.learner.metrics()).isEqualTo(undisturbed.learner.metrics());
        assertThat(last(after).id()).isEqualTo(last(undisturbed).id());
        assertThat(last(after).outputs()).containsExactly(last(undisturbed).outputs());
    }

    private static Prediction last(LearnerRun run) {
        return run.predictions.get(run.predictions.size() - 1);
    }
}
