package io.mainstem.spec;

/** Reads the optimizer. */
final class OptimizerReader {

    private static final int MOST_STEPS = 1_000_000_000;

    private enum Type {
        SGD,
        ADAGRAD,
        RMSPROP,
        ADAM,
        ADAMW
    }

    private enum ScheduleType {
        CONSTANT,
        STEP,
        EXPONENTIAL,
        INVERSE_SQUARE_ROOT
    }

    private OptimizerReader() {}

    static OptimizerSpec read(Fields fields) {
        Type type = fields.kind("type", Type.ADAM).orElse(Type.ADAM);
        LearningRateSpec rate = new LearningRateSpec(
                fields.number("learningRate", Range.POSITIVE, 0.001),
                fields.integer("warmup", 0, MOST_STEPS, 0),
                fields.section("schedule", OptimizerReader::schedule));
        double clipNorm = fields.number("clipNorm", Range.POSITIVE, Double.POSITIVE_INFINITY);
        return switch (type) {
            case SGD ->
                new OptimizerSpec.Sgd(
                        rate,
                        clipNorm,
                        fields.number("momentum", Range.BELOW_ONE, 0),
                        fields.optional("nesterov").flatMap(Value::truth).orElse(false));
            case ADAGRAD -> new OptimizerSpec.Adagrad(rate, clipNorm, epsilon(fields));
            case RMSPROP ->
                new OptimizerSpec.RmsProp(
                        rate, clipNorm, fields.number("decay", Range.BELOW_ONE, 0.9), epsilon(fields));
            case ADAM -> new OptimizerSpec.Adam(rate, clipNorm, beta1(fields), beta2(fields), epsilon(fields));
            case ADAMW ->
                new OptimizerSpec.AdamW(
                        rate,
                        clipNorm,
                        beta1(fields),
                        beta2(fields),
                        epsilon(fields),
                        fields.number("weightDecay", Range.NOT_NEGATIVE, 0.01));
        };
    }

    private static double beta1(Fields fields) {
        return fields.number("beta1", Range.BELOW_ONE, 0.9);
    }

    private static double beta2(Fields fields) {
        return fields.number("beta2", Range.BELOW_ONE, 0.999);
    }

    private static double epsilon(Fields fields) {
        return fields.number("epsilon", Range.DIVISOR, 1e-8);
    }

    private static ScheduleSpec schedule(Fields fields) {
        return switch (fields.kind("type", ScheduleType.CONSTANT).orElse(ScheduleType.CONSTANT)) {
            case CONSTANT -> new ScheduleSpec.Constant();
            case STEP -> new ScheduleSpec.Step(steps(fields, "every"), factor(fields));
            case EXPONENTIAL -> new ScheduleSpec.Exponential(steps(fields, "every"), factor(fields));
            case INVERSE_SQUARE_ROOT -> new ScheduleSpec.InverseSquareRoot(steps(fields, "timescale"));
        };
    }

    private static int steps(Fields fields, String key) {
        return fields.integer(key, 1, MOST_STEPS, 1000);
    }

    private static double factor(Fields fields) {
        return fields.number("factor", Range.INSIDE_UNIT, 0.5);
    }
}
