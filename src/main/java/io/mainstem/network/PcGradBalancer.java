package io.mainstem.network;

/**
 * PCGrad (Yu et al. 2020): a task's gradient of the trunk is projected off those of the other tasks that it conflicts
 * with, in the order of their declaration (the paper shuffles them; here the same input gives the same bits).
 */
final class PcGradBalancer implements Balancer {

    private final double[] declared;

    PcGradBalancer(double[] declared) {
        this.declared = declared;
    }

    @Override
    public double weigh(TaskLosses losses, double[] weights) {
        System.arraycopy(declared, 0, weights, 0, declared.length);
        return 0;
    }

    @Override
    public boolean wantsGradients() {
        return true;
    }

    @Override
    public void combine(TaskGradients gradients, TaskLosses losses) {
        for (int t = 0; t < declared.length; t++) {
            if (losses.isSilent(t) || !gradients.shapes(t)) {
                continue;
            }
            float[] projected = gradients.copy(t);
            for (int other = 0; other < declared.length; other++) {
                if (other != t && !losses.isSilent(other) && gradients.shapes(other)) {
                    float[] original = gradients.of(other);
                    double dot = gradients.dot(projected, original);
                    if (dot < 0) {
                        gradients.add(-dot / gradients.dot(original, original), original, projected);
                    }
                }
            }
            gradients.addToSum(projected);
        }
    }
}
