package io.mainstem.network;

/** Each task's declared weight. */
final class StaticBalancer implements Balancer {

    private final double[] declared;

    StaticBalancer(double[] declared) {
        this.declared = declared;
    }

    @Override
    public double weigh(TaskLosses losses, double[] weights) {
        System.arraycopy(declared, 0, weights, 0, declared.length);
        return 0;
    }
}
