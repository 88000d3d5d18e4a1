package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstem.Birdstrikes;
import io.mainstem.encode.RawFeatures;
import io.mainstem.event.Event;
import io.mainstem.event.EventReader;
import io.mainstem.event.PredictionWriter;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorTest {

    private static final List<byte[]> EVENTS = Birdstrikes.events(900);

    /** The learner file of the demo with other parts. */
    private static LearnerSpec spec(String more) {
        return LearnerSpecReader.read(
                """
                name: served
                features:
                  airport: {type: category}
                  phase:   {type: category}
                  month:   {type: number}
                  aircraft: {type: category}
                  state:   {type: text}
                tasks:
                  size:    {type: multiclass, classes: [Small, Medium, Large]}
                  damage:  {type: binary, hidden: [16]}
                  speed:   {type: regression}
                  segment: {type: clustering, k: 5}
                """
                        + more);
    }

    private static byte[] unlabelled(byte[] event) {
        String json = new String(event, UTF_8);
        int labels = json.indexOf(",\"labels\":");
        return (json.substring(0, labels) + "}").getBytes(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trunk: {layers: [64, 32]}\n",
                "trunk: {layers: [32]}\nbatch: {size: 1}\n",
                "trunk: {type: mmoe, experts: 3, layers: [32, 16]}\nbatch: {size: 32}\n",
                "trunk: {type: ple, levels: 2, layers: [16], sharedExperts: 2, taskExperts: 1}\n",
                "trunk: {layers: [64, 32], activation: tanh}\nbalancer: {type: pcgrad}\n",
                "balancer: {type: uncertainty}\noptimizer: {type: adamw, learningRate: 0.01}\n",
            })
    void saysOfAnEventWhatTheLearnerSays(String more) throws Exception {
        LearnerSpec spec = spec(more);
        LearnerRun run = new LearnerRun(spec);
        Predictor predictor = new Predictor(spec);
        EventReader reader = new EventReader(spec);
        RawFeatures features = Learner.features(spec);
        PredictionWriter writer = new PredictionWriter(spec);
        for (int i = 0; i < EVENTS.size(); i++) {
            run.take(EVENTS.get(i));
            if (i % 100 != 37) {
                continue;
            }
            byte[] next = unlabelled(EVENTS.get((7 * i) % EVENTS.size()));
            predictor.take(run.learner.copy());
            Event event = reader.read(next, EventReader.NO_TIMESTAMP, features);
            byte[] served = writer.write(predictor.predict(event, features));
            int first = run.predictions.size();
            run.take(next);
            // It may fill a mini-batch as well, whose other events are predicted then.
            assertThat(new String(served, UTF_8))
                    .isEqualTo(new String(writer.write(run.predictions.get(first)), UTF_8));
        }
        assertThat(predictor.model().step()).isPositive();
    }

    @Test
    void aCopyStaysWhatItWas() throws Exception {
        LearnerSpec spec = spec("");
        LearnerRun run = new LearnerRun(spec).take(EVENTS.subList(0, 300));
        ModelCopy copy = run.learner.copy();
        List<byte[]> before = copy.parts().stream().map(byte[]::clone).toList();
        run.take(EVENTS.subList(300, 600));
        assertThat(copy.parts()).usingRecursiveComparison().isEqualTo(before);
        assertThat(copy.model().step()).isLessThan(run.learner.model().step());
        assertThat(copy.records()).isEqualTo(300);
        assertThat(copy.bytes()).isGreaterThan(4 * run.learner.parameters() - 1);
    }

    @Test
    void aCopyOfAnotherLearnerFileIsRefused() {
        Predictor predictor = new Predictor(spec("trunk: {layers: [8]}\n"));
        ModelCopy other = new Learner(spec("trunk: {layers: [9]}\n"), 0).copy();
        assertThatThrownBy(() -> predictor.take(other)).isInstanceOf(IllegalArgumentException.class);
    }
}
