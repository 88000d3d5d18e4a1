package io.mainstem.spec;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads learner files: YAML 1.2, without aliases and tags. The JSON Schema of the file, for editors, ships beside this
 * class's package as the resource {@value #SCHEMA}; it says what keys there are, their ranges and their defaults. The
 * reader accepts what the schema accepts, except that it also wants topic names which Kafka can tell apart, classes
 * and labels that differ as text ({@code 1} and {@code "1"} do not), and in {@code otherwise} a label of its task.
 */
public final class LearnerSpecReader {

    /** The JSON Schema of a learner file (draft 2020-12), as a resource. */
    public static final String SCHEMA = "/io/mainstem/learner.schema.json";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,100}");

    private static final int MOST_EXAMPLES = 1_000_000_000;
    private static final int MOST_CHECKPOINTS = 100_000;

    private static final int MOST_EXPERTS = 1000;
    private static final int MOST_LEVELS = 10;

    private enum TrunkType {
        MLP,
        MMOE,
        PLE
    }

    private LearnerSpecReader() {}

    /**
     * The learner that the text declares, with all defaults in place.
     *
     * @throws InvalidSpecException naming every problem there is
     */
    public static LearnerSpec read(String yaml) {
        Problems problems = new Problems();
        Value file = new Value(Place.START, YamlDocument.read(yaml).orElse(null), problems);
        Fields root = file.fields("a mapping with name, features and tasks");
        LearnerSpec spec = read(root);
        root.refuseOthers();
        problems.throwIfAny();
        Sizes.check(spec, root, problems);
        root.optional("events")
                .map(events -> events.entry("map"))
                .ifPresent(map -> RecordShapeCheck.check(spec.events().shape(), spec.features(), spec.tasks(), map));
        root.optional("labels")
                .map(labels -> labels.entry("map"))
                .ifPresent(map -> RecordShapeCheck.check(spec.labels().shape(), List.of(), spec.tasks(), map));
        problems.throwIfAny();
        return spec;
    }

    /**
     * The same from characters, which are read to their end; the reader is left open.
     *
     * @throws InvalidSpecException naming every problem there is
     */
    public static LearnerSpec read(Reader yaml) throws IOException {
        StringWriter text = new StringWriter();
        yaml.transferTo(text);
        return read(text.toString());
    }

    private static LearnerSpec read(Fields root) {
        LabelsReader labels = new LabelsReader();
        return new LearnerSpec(
                root.required("name")
                        .text(NAME, "text of at most 100 letters, digits, dots, underscores and hyphens")
                        .orElse(""),
                root.declared("features", "feature", FeatureReader::read),
                root.declared("tasks", "task", labels::task),
                root.section("trunk", LearnerSpecReader::trunk),
                root.section("optimizer", OptimizerReader::read),
                root.section("balancer", BalancerReader::read),
                root.section("regularization", LearnerSpecReader::regularization),
                root.section("batch", LearnerSpecReader::batch),
                root.section("metrics", JudgementReader::metrics),
                root.section("drift", JudgementReader::drift),
                root.section("intervals", JudgementReader::intervals),
                root.section("twins", JudgementReader::twins),
                root.section("checkpoints", LearnerSpecReader::checkpoints),
                root.section("events", LearnerSpecReader::events),
                root.section("labels", labels::policies),
                root.section("topics", TopicNamesReader::read),
                root.optional("seed")
                        .flatMap(value -> value.integer(Long.MIN_VALUE, Long.MAX_VALUE))
                        .orElse(1L));
    }

    private static TrunkSpec trunk(Fields fields) {
        TrunkType type = fields.kind("type", TrunkType.MLP).orElse(TrunkType.MLP);
        List<LayerSpec> layers = LayersReader.read(fields, "layers", 1, List.of(64));
        return switch (type) {
            case MLP -> new TrunkSpec.Mlp(layers);
            case MMOE -> new TrunkSpec.Mmoe(fields.integer("experts", 1, MOST_EXPERTS, 4), layers);
            case PLE ->
                new TrunkSpec.Ple(
                        fields.integer("levels", 1, MOST_LEVELS, 2),
                        fields.integer("sharedExperts", 1, MOST_EXPERTS, 2),
                        fields.integer("taskExperts", 1, MOST_EXPERTS, 1),
                        layers);
        };
    }

    private static RegularizationSpec regularization(Fields fields) {
        return new RegularizationSpec(
                fields.number("l1", Range.NOT_NEGATIVE, 0), fields.number("l2", Range.NOT_NEGATIVE, 0));
    }

    private static BatchSpec batch(Fields fields) {
        return new BatchSpec(
                fields.integer("size", 1, 65536, 16),
                fields.optional("linger").flatMap(Value::duration).orElse(null));
    }

    private static CheckpointSpec checkpoints(Fields fields) {
        return new CheckpointSpec(
                fields.integer("every", 1, MOST_EXAMPLES, 1000),
                fields.optional("interval").flatMap(Value::duration).orElse(null),
                fields.integer("keep", 1, MOST_CHECKPOINTS, 10));
    }

    private static EventSpec events(Fields fields) {
        return new EventSpec(
                fields.integer("maxBytes", 1, 8 << 20, 1 << 20),
                fields.optional("maxAhead").flatMap(Value::duration).orElse(Duration.ofDays(1)),
                fields.section("map", RecordShapeReader::events),
                fields.optional("repeats")
                        .flatMap(value -> fields.section("repeats", LabelsReader::repeats))
                        .orElse(null));
    }
}
