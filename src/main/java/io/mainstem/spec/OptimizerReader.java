package io.mainstem.spec;

/** Reads the optimizer. */
final class OptimizerReader {

    private enum Type {
        SGD,
        ADAM
    }

    private OptimizerReader() {}

    static OptimizerSpec read(Fields fields) {
        Type type = fields.kind("type", Type.ADAM).orElse(Type.ADAM);
        double learningRate = fields.number("learningRate", Range.POSITIVE, 0.001);
        double clipNorm = fields.number("clipNorm", Range.POSITIVE, Double.POSITIVE_INFINITY);
        return switch (type) {
            case SGD ->
                new OptimizerSpec.Sgd(
                        learningRate,
                        clipNorm,
                        fields.number("momentum", Range.BELOW_ONE, 0),
                        fields.optional("nesterov").flatMap(Value::truth).orElse(false));
            case ADAM ->
                new OptimizerSpec.Adam(
                        learningRate,
                        clipNorm,
                        fields.number("beta1", Range.BELOW_ONE, 0.9),
                        fields.number("beta2", Range.BELOW_ONE, 0.999),
                        fields.number("epsilon", Range.POSITIVE, 1e-8));
        };
    }
}
