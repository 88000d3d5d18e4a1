package io.mainstem.spec;

/** Reads the sections of a learner file that say how it judges itself. */
final class JudgementReader {

    private static final int MOST_EXAMPLES = 1_000_000_000;

    private enum IntervalType {
        ADAPTIVE,
        NONE
    }

    private enum ReactionType {
        NONE,
        LEARNING_RATE,
        RESET_HEAD
    }

    private JudgementReader() {}

    static MetricsSpec metrics(Fields fields) {
        return new MetricsSpec(
                fields.integer("every", 1, MOST_EXAMPLES, 500),
                fields.integer("window", 1, 100_000, 1000),
                fields.number("fading", Range.INSIDE_UNIT, MetricsSpec.FADING),
                fields.number("holdOut", Range.BELOW_ONE, 0));
    }

    static DriftSpec drift(Fields fields) {
        return new DriftSpec(
                fields.choice("detector", DriftSpec.DEFAULT.detector()),
                fields.optional("features").flatMap(Value::truth).orElse(DriftSpec.DEFAULT.features()),
                fields.section("reaction", JudgementReader::reaction));
    }

    private static DriftSpec.Reaction reaction(Fields fields) {
        return switch (fields.kind("type", ReactionType.NONE).orElse(ReactionType.NONE)) {
            case NONE -> new DriftSpec.Reaction.None();
            case LEARNING_RATE ->
                new DriftSpec.Reaction.RaiseLearningRate(
                        fields.number("factor", Range.RISE, 5), fields.integer("examples", 1, MOST_EXAMPLES, 1000));
            case RESET_HEAD -> new DriftSpec.Reaction.ResetHead();
        };
    }

    static IntervalSpec intervals(Fields fields) {
        IntervalSpec.Adaptive usual = (IntervalSpec.Adaptive) IntervalSpec.DEFAULT;
        return switch (fields.kind("type", IntervalType.ADAPTIVE).orElse(IntervalType.NONE)) {
            case NONE -> new IntervalSpec.None();
            case ADAPTIVE ->
                new IntervalSpec.Adaptive(
                        fields.number("coverage", Range.INSIDE_UNIT, usual.coverage()),
                        fields.integer("window", 10, 10_000, usual.window()),
                        fields.number("stepSize", Range.INSIDE_UNIT, usual.stepSize()));
        };
    }

    static TwinSpec twins(Fields fields) {
        return new TwinSpec(
                fields.number("cost", Range.NOT_NEGATIVE, TwinSpec.NONE.cost()),
                fields.choice("reaction", TwinSpec.NONE.reaction()));
    }
}
