package io.mainstem.spec;

/** Reads the balancer. */
final class BalancerReader {

    private enum Type {
        STATIC,
        UNCERTAINTY,
        GRADNORM,
        PCGRAD,
        FAMO
    }

    private BalancerReader() {}

    static BalancerSpec read(Fields fields) {
        return switch (fields.kind("type", Type.STATIC).orElse(Type.STATIC)) {
            case STATIC -> new BalancerSpec.Static();
            case UNCERTAINTY -> new BalancerSpec.Uncertainty(learningRate(fields));
            case GRADNORM ->
                new BalancerSpec.GradNorm(learningRate(fields), fields.number("alpha", Range.EXPONENT, 1.5));
            case PCGRAD -> new BalancerSpec.PcGrad();
            case FAMO ->
                new BalancerSpec.Famo(learningRate(fields), fields.number("weightDecay", Range.NOT_NEGATIVE, 0.001));
        };
    }

    private static double learningRate(Fields fields) {
        return fields.number("learningRate", Range.POSITIVE, 0.025);
    }
}
