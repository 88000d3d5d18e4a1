package io.mainstem.learn;

import io.mainstem.encode.Encoder;
import io.mainstem.encode.InputLayout;
import io.mainstem.encode.MiniBatch;
import io.mainstem.encode.RawFeatures;
import io.mainstem.encode.TargetScaler;
import io.mainstem.event.Event;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.ModelVersion;
import io.mainstem.event.Prediction;
import io.mainstem.network.Network;
import io.mainstem.spec.LearnerSpec;
import java.util.Arrays;

/**
 * Predicts single events by a copy of a learner's model, with the bits of the learner itself: what it answers is what the
 * learner would say of the same event, without labels, had it come right when the copy was made. Nothing of the event is
 * kept.
 *
 * <p>Not thread-safe.
 */
public final class Predictor {

    private final LabelLayout layout;
    private final Encoder encoder;
    private final TargetScaler targets;
    private final Network network;
    private final Regions regions;
    private final PredictingParts parts;
    private final MiniBatch single;
    private ModelVersion model = new ModelVersion(0, 0, 0, 0);

    /** An untrained model. */
    public Predictor(LearnerSpec spec) {
        layout = new LabelLayout(spec.tasks());
        InputLayout inputs = new InputLayout(spec.features());
        encoder = new Encoder(inputs);
        targets = new TargetScaler(spec.tasks(), layout);
        network = new Network(spec.forPredictions(), inputs.denseWidth(), inputs.sparseWidth(), inputs.fanIn());
        regions = new Regions(spec, layout);
        parts = new PredictingParts(encoder, targets, layout.tasks(), network.state(), regions);
        single = new MiniBatch(1, inputs.denseWidth(), layout.labelWidth(), layout.tasks());
    }

    /**
     * Predicts by this copy from now on.
     *
     * @throws IllegalArgumentException if it is of another learner file
     */
    public void take(ModelCopy copy) {
        parts.take(copy.parts());
        model = copy.model();
    }

    /** Of the copy that it predicts by. */
    public ModelVersion model() {
        return model;
    }

    /** Labels of the event are not looked at. */
    public Prediction predict(Event event, RawFeatures features) {
        single.clear();
        single.add(encoder.look(features));
        network.forward(single);
        double[] outputs = Arrays.copyOf(network.predictions(), layout.outputWidth());
        targets.toLabels(outputs);
        return new Prediction(event.id(), event.time(), model, outputs, regions.of(event.id(), outputs));
    }
}
