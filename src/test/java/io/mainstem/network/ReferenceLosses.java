package io.mainstem.network;

import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;

/** The row losses of labelled tasks as golden/FORMAT.md writes them down. */
final class ReferenceLosses {

    private ReferenceLosses() {}

    /** Of outputs before their link function, and the label. */
    static double ofRow(TaskSpec task, double[] z, double[] y) {
        if (task instanceof TaskSpec.Multiclass) {
            double sum = 0;
            for (double logit : z) {
                sum += Math.exp(logit);
            }
            return Math.log(sum) - z[(int) y[0]];
        }
        double sum = 0;
        for (int j = 0; j < z.length; j++) {
            sum += task instanceof TaskSpec.Regression regression
                    ? valueLoss(regression.loss(), z[j], y[j])
                    : Math.log(1 + Math.exp(z[j])) - y[j] * z[j];
        }
        return sum / z.length;
    }

    private static double valueLoss(RegressionLoss loss, double z, double y) {
        if (loss instanceof RegressionLoss.Huber huber) {
            double d = Math.abs(z - y);
            return d <= huber.delta() ? 0.5 * d * d : huber.delta() * (d - 0.5 * huber.delta());
        } else if (loss instanceof RegressionLoss.Quantile pinball) {
            double d = y - z;
            return Math.max(pinball.quantile() * d, (pinball.quantile() - 1) * d);
        } else if (loss instanceof RegressionLoss.Poisson) {
            return Math.exp(z) - y * z;
        }
        return (z - y) * (z - y);
    }
}
