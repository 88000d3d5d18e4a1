package io.mainstem.learn;

import io.mainstem.encode.InputLayout;
import io.mainstem.encode.MiniBatch;
import io.mainstem.evaluate.Comparison;
import io.mainstem.evaluate.ExampleLoss;
import io.mainstem.event.LabelLayout;
import io.mainstem.network.Network;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A network like the joint one that learns one task alone, and how the joint one does beside it. It sees the rows that are
 * labelled for its task only, as the others would teach it nothing. Losses are compared in the network's units, in which
 * the outputs of a regression weigh alike.
 */
final class Twin {

    /** Before that the twin has learned nothing that could be compared, and the scale of a regression is not known. */
    private static final int FIRST_LABELS = 32;

    private final int task;
    private final TaskSpec spec;
    private final LabelLayout joint;
    private final Network network;
    private final MiniBatch batch;
    /** {@code [batch.size()]} the rows' places in the mini-batch of the joint network. */
    private final int[] places;

    private final ExampleLoss loss;
    private final double[] label;
    private final double[] scale;
    private final Comparison comparison;
    private final WholePart compared;
    /** Labels, since the head was last new. */
    private long learned;

    /** Of the task of that number, which predicts nothing but that. */
    Twin(LearnerSpec learner, int task, LabelLayout joint, InputLayout inputs) {
        this.task = task;
        this.joint = joint;
        spec = learner.tasks().get(task);
        LearnerSpec alone = learner.alone(spec);
        network = new Network(alone, inputs.denseWidth(), inputs.sparseWidth(), inputs.fanIn());
        int capacity = learner.batch().size();
        batch = new MiniBatch(capacity, inputs.denseWidth(), spec.labelWidth(), 1);
        places = new int[capacity];
        loss = ExampleLoss.of(spec);
        label = new double[spec.labelWidth()];
        scale = new double[spec.outputWidth()];
        Arrays.fill(scale, 1);
        comparison = new Comparison(learner.metrics().window());
        compared =
                new WholePart("transfer." + spec.name(), comparison.stateBytes() + Long.BYTES, this::write, this::read);
    }

    int task() {
        return task;
    }

    TaskSpec spec() {
        return spec;
    }

    Network network() {
        return network;
    }

    Comparison comparison() {
        return comparison;
    }

    /** The comparison as a part of the state. */
    WholePart compared() {
        return compared;
    }

    /**
     * Takes what a mini-batch says of its task.
     *
     * @param joint the mini-batch as the joint network has it, with targets
     * @return how many labels that is
     */
    int take(List<Example> examples, MiniBatch joint) {
        batch.clear();
        for (int r = 0; r < examples.size(); r++) {
            if (examples.get(r).labels().present()[task]) {
                add(examples.get(r), joint, r);
            }
        }
        return batch.size();
    }

    private void add(Example example, MiniBatch from, int place) {
        int row = batch.size();
        batch.add(example.row());
        for (int s = 0; s < label.length; s++) {
            float target = from.targets()[place * joint.labelWidth() + joint.labelOffset(task) + s];
            batch.label(row, 0, s, target);
        }
        places[row] = place;
    }

    double cost() {
        return network.cost(batch);
    }

    /**
     * Predicts what was taken, compares that with what the joint network predicted, and learns it.
     *
     * @param predictions of the joint network, before its step
     */
    void learn(double[] predictions) {
        network.forward(batch);
        if (learned >= FIRST_LABELS) {
            for (int r = 0; r < batch.size(); r++) {
                compare(r, predictions);
            }
        }
        network.step(batch);
        learned += batch.size();
    }

    /** Starts afresh on the trunk as it is. */
    void resetHead() {
        network.resetHead(0);
        learned = 0;
        comparison.beginRecent();
    }

    private void compare(int row, double[] predictions) {
        for (int s = 0; s < label.length; s++) {
            label[s] = batch.targets()[row * label.length + s];
        }
        int together = places[row] * joint.outputWidth() + joint.outputOffset(task);
        comparison.add(
                loss.of(predictions, together, label, 0, scale),
                loss.of(network.predictions(), row * scale.length, label, 0, scale));
    }

    private void write(ByteBuffer out) {
        out.putLong(learned);
        comparison.write(out);
    }

    private void read(ByteBuffer in) {
        learned = in.getLong();
        comparison.read(in);
    }
}
