package io.mainstem.evaluate;

import io.mainstem.spec.TaskSpec;

/**
 * How wrong one prediction was, as one number that is the smaller the better: the negative logarithm of the probability
 * of what came, in nats, of a multilabel task the mean over its labels; of regressions the squared error, the mean over
 * the outputs, in units that the caller chooses. Of clusterings the squared distance.
 */
public final class ExampleLoss {

    private final TaskSpec task;

    private ExampleLoss(TaskSpec task) {
        this.task = task;
    }

    public static ExampleLoss of(TaskSpec task) {
        return new ExampleLoss(task);
    }

    /**
     * The loss of one prediction.
     *
     * @param outputs from {@code outputOffset} the task's numbers as in {@link io.mainstem.event.Prediction}
     * @param labels from {@code labelOffset} the task's numbers as in {@link io.mainstem.event.Labels}
     * @param scale by which each regression output's error is divided before it is squared, {@code [outputs]}
     */
    public double of(double[] outputs, int outputOffset, double[] labels, int labelOffset, double[] scale) {
        if (task instanceof TaskSpec.Multiclass) {
            return -StrictMath.log(LogLoss.clip(outputs[outputOffset + (int) labels[labelOffset]]));
        }
        if (task instanceof TaskSpec.Clustering) {
            return outputs[outputOffset + 1] * outputs[outputOffset + 1];
        }
        boolean regression = task instanceof TaskSpec.Regression;
        double sum = 0;
        for (int i = 0; i < task.outputWidth(); i++) {
            double output = outputs[outputOffset + i];
            double label = labels[labelOffset + i];
            if (regression) {
                double error = (output - label) / scale[i];
                sum += error * error;
            } else {
                double p = LogLoss.clip(output);
                sum -= StrictMath.log(label == 1 ? p : 1 - p);
            }
        }
        return sum / task.outputWidth();
    }
}
