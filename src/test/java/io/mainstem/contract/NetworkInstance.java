package io.mainstem.contract;

import io.mainstem.encode.MiniBatch;
import io.mainstem.event.LabelLayout;
import io.mainstem.network.Network;
import io.mainstem.network.StateArray;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network; to take a mini-batch is to predict it and to make a step. */
final class NetworkInstance implements Instance<MiniBatch> {

    private final LearnerSpec spec;
    private final Network network;
    private final int outputWidth;
    /** What it is asked to predict between the steps. */
    private final MiniBatch question;
    /** Of the mini-batch that was taken last. */
    private final double[] predictions;

    private int rows;
    private double step;

    NetworkInstance(LearnerSpec spec, NetworkSubject.Inputs inputs, MiniBatch question) {
        this.spec = spec;
        this.question = question;
        network = new Network(spec, inputs.dense(), inputs.sparse(), inputs.dense() + 3);
        outputWidth = new LabelLayout(spec.tasks()).outputWidth();
        predictions = new double[inputs.rows() * outputWidth];
    }

    @Override
    public void take(MiniBatch batch) {
        network.forward(batch);
        rows = batch.size();
        System.arraycopy(network.predictions(), 0, predictions, 0, rows * outputWidth);
        step = network.step(batch);
    }

    @Override
    public Map<String, Object> says() {
        Map<String, Object> says = new LinkedHashMap<>();
        says.put("steps", network.steps());
        says.put("loss of the step", step);
        int tasks = spec.tasks().size();
        for (int t = 0; t < tasks; t++) {
            says.put("loss " + t, network.taskLoss(t));
            says.put("weight " + t, network.taskWeight(t));
            for (int other = t + 1; other < tasks; other++) {
                says.put("cosine " + t + " " + other, network.gradientCosine(t, other));
            }
        }
        says.put("predictions", boxed(predictions, rows));
        says.put("checksum", network.checksum());
        network.forward(question);
        says.put("answer", boxed(network.predictions(), question.size()));
        return says;
    }

    private List<Double> boxed(double[] outputs, int ofRows) {
        return Arrays.stream(outputs, 0, ofRows * outputWidth).boxed().toList();
    }

    @Override
    public double loss() {
        double sum = Double.isNaN(step) ? step : 0;
        for (int t = 0; t < spec.tasks().size(); t++) {
            sum += spec.tasks().get(t) instanceof TaskSpec.Clustering ? 0 : network.taskLoss(t);
        }
        return sum;
    }

    @Override
    public byte[] save(Form form) {
        List<StateArray> arrays = network.state().all();
        ByteBuffer out = ByteBuffer.allocate(
                        arrays.stream().mapToInt(StateArray::bytes).sum())
                .order(form.order());
        for (StateArray array : arrays) {
            for (int at = 0; at < array.bytes(); at += form.written()) {
                array.write(at, Math.min(form.written(), array.bytes() - at), out);
            }
        }
        return out.array();
    }

    @Override
    public void restore(byte[] state, Form form) {
        ByteBuffer in = ByteBuffer.wrap(state).order(form.order());
        for (StateArray array : network.state().all()) {
            for (int at = 0; at < array.bytes(); at += form.read()) {
                array.read(at, Math.min(form.read(), array.bytes() - at), in);
            }
        }
    }

    @Override
    public List<Object> madeOf() {
        return List.of(spec, network);
    }
}
