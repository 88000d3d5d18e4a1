package io.mainstem.learn.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mainstem.encode.Encoder;
import io.mainstem.encode.InputLayout;
import io.mainstem.encode.RawFeatures;
import io.mainstem.encode.Row;
import io.mainstem.event.Event;
import io.mainstem.event.EventReader;
import io.mainstem.event.InvalidRecordException;
import io.mainstem.learn.Learner;
import io.mainstem.learn.LearnerRun;
import io.mainstem.spec.Activation;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A learner of every kind of feature and task, of random layers, trained on random events; for tests. */
public final class RandomLearner {

    private static final String[] WORDS = {"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "Ärger", "naïve", "x1"
    };
    private static final int VECTOR = 5;

    private final Random random;
    private final LearnerSpec spec;
    private final LearnerRun run;
    private final List<byte[]> blocks = new ArrayList<>();
    private final List<byte[]> examples = new ArrayList<>();

    /** An event, and its row as the exported model takes it. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Probe(byte[] event, float[] row) {}

    /**
     * Trains.
     *
     * @param trunk {@code mlp}, {@code mmoe} or {@code ple}
     * @param features which to declare, as {@link #ALL_FEATURES}
     */
    public RandomLearner(long seed, String trunk, List<String> features, int events) {
        random = new Random(seed);
        spec = LearnerSpecReader.read(yaml(trunk, features));
        run = new LearnerRun(spec);
        for (int i = 0; i < events; i++) {
            run.take(event(i, /* labelled= */ random.nextInt(5) > 0));
        }
        Learner learner = run.learner;
        for (int block = 0; block < learner.state().blocks(); block++) {
            byte[] bytes = new byte[learner.state().size(block)];
            learner.state().write(block, bytes);
            blocks.add(bytes);
        }
        for (int slot = 0; slot < learner.waiting(); slot++) {
            examples.add(learner.waitingExample(slot));
        }
    }

    public static final List<String> ALL_FEATURES = List.of(
            "n: {type: number}",
            "c: {type: category, buckets: 7}",
            "m: {type: number}",
            "b: {type: bag, buckets: 11}",
            "v: {type: vector, size: " + VECTOR + "}",
            "t: {type: text, buckets: 13}",
            "constant: {type: number}",
            "absent: {type: number}");

    private String yaml(String trunk, List<String> features) {
        String of =
                switch (trunk) {
                    case "mmoe" -> "type: mmoe, experts: 3, ";
                    case "ple" ->
                        "type: ple, levels: " + (1 + random.nextInt(3)) + ", sharedExperts: 2, taskExperts: 2, ";
                    default -> "";
                };
        return "name: random\nfeatures:\n  " + String.join("\n  ", features) + "\ntasks:\n"
                + "  yes: {type: binary" + hidden() + "}\n"
                + "  'trunk.0': {type: multiclass, classes: [a, b, c]" + hidden() + "}\n"
                + "  many: {type: multilabel, labels: [p, q, r, s]" + hidden() + "}\n"
                + "  features: {type: regression, outputs: 2" + hidden() + "}\n"
                + "  huber: {type: regression, loss: huber" + hidden() + "}\n"
                + "  quantile: {type: regression, loss: quantile, quantile: 0.8" + hidden() + "}\n"
                + "  count: {type: regression, loss: poisson" + hidden() + "}\n"
                + "  group: {type: clustering, k: 4}\n"
                + "  'group.distance': {type: binary}\n"
                + "trunk: {" + of + "layers: [" + units() + ", " + units() + "], activation: " + activation() + "}\n"
                + "optimizer: {type: adam, learningRate: 0.01}\nbatch: {size: 8}\nseed: " + random.nextInt(1000) + "\n";
    }

    private String hidden() {
        List<String> units = new ArrayList<>();
        for (int layers = random.nextInt(3); layers > 0; layers--) {
            units.add(units());
        }
        return units.isEmpty() ? "" : ", hidden: " + units + ", activation: " + activation();
    }

    private String units() {
        return String.valueOf(2 + random.nextInt(7));
    }

    private String activation() {
        Activation[] all = Activation.values();
        return all[random.nextInt(all.length)].name().toLowerCase(Locale.ROOT);
    }

    private byte[] event(int id, boolean labelled) {
        List<String> fields = new ArrayList<>();
        maybe(fields, "n", number(3, 10));
        maybe(fields, "m", number(200, -50));
        maybe(fields, "constant", "4.5");
        maybe(fields, "c", "\"" + word() + "\"");
        maybe(
                fields,
                "b",
                random.nextBoolean()
                        ? "[\"" + word() + "\",\"" + word() + "\"]"
                        : random.nextBoolean() ? "[]" : "{\"" + word() + "\":" + number(2, 0) + "}");
        maybe(fields, "t", "\"" + word() + " " + word() + ", " + word() + "\"");
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < VECTOR; i++) {
            elements.add(random.nextInt(4) == 0 ? "null" : number(i + 1, i));
        }
        maybe(fields, "v", elements.toString());
        double signal = random.nextGaussian();
        String labels = labelled
                ? ",\"labels\":{\"yes\":" + random.nextBoolean() + ",\"trunk.0\":\"" + "abc".charAt(random.nextInt(3))
                        + "\",\"many\":" + (random.nextBoolean() ? "[\"p\",\"s\"]" : "[]") + ",\"features\":[" + signal
                        + "," + (3 - signal) + "],\"huber\":" + (1 + signal) + ",\"quantile\":" + 2 * signal
                        + ",\"count\":" + random.nextInt(6) + ",\"group.distance\":" + random.nextBoolean() + "}"
                : "";
        return ("{\"id\":\"" + id + "\",\"features\":{" + String.join(",", fields) + "}" + labels + "}")
                .getBytes(UTF_8);
    }

    private void maybe(List<String> fields, String name, String value) {
        if (random.nextInt(6) > 0) {
            fields.add("\"" + name + "\":" + value);
        }
    }

    /** One that a float holds: the row has no more digits. */
    private String number(double deviation, double mean) {
        return String.valueOf((double) (float) (mean + deviation * random.nextGaussian()));
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    public LearnerSpec spec() {
        return spec;
    }

    public LearnerRun run() {
        return run;
    }

    public List<byte[]> blocks() {
        return blocks;
    }

    /** An event without labels. */
    public Probe probe() throws InvalidRecordException {
        byte[] event = event(-1, false);
        InputLayout layout = new InputLayout(spec.features());
        RawFeatures raw = new RawFeatures(layout);
        Event read = new EventReader(spec).read(event, EventReader.NO_TIMESTAMP, raw);
        if (!read.labels().isEmpty()) {
            throw new IllegalStateException("labels in " + read);
        }
        int dense = layout.denseWidth();
        float[] row = new float[layout.sparseWidth()];
        Arrays.fill(row, 0, dense, Float.NaN);
        String text = new String(event, UTF_8);
        int at = dense;
        Row encoded = new Encoder(layout).encode(raw);
        for (int f = 0; f < layout.features(); f++) {
            String value = value(text, spec.features().get(f).name());
            if (layout.denseWidth(f) > 0) {
                String[] numbers = value.isEmpty()
                        ? new String[0]
                        : value.replaceAll("[\\[\\] ]", "").split(",");
                for (int i = 0; i < numbers.length; i++) {
                    row[layout.denseOffset(f) + i] =
                            numbers[i].equals("null") ? Float.NaN : Float.parseFloat(numbers[i]);
                }
                continue;
            }
            for (int e = 0; e < encoded.columns().length; e++) {
                int bucket = encoded.columns()[e] - layout.bucketOffset(f);
                if (bucket >= 0 && bucket <= layout.buckets(f)) {
                    row[at + bucket] = encoded.values()[e];
                }
            }
            at += layout.buckets(f) + 1;
        }
        return new Probe(event, row);
    }

    /** The text of a number or of an array of numbers; empty where it is missing. */
    private static String value(String event, String name) {
        java.util.regex.Matcher found = java.util.regex.Pattern.compile("\"" + name + "\":(\\[[^\"]*?\\]|-?[0-9.E-]+)")
                .matcher(event);
        return found.find() ? found.group(1) : "";
    }

    /** What the trained learner, as it was left, predicts of an event. */
    public double[] outputs(byte[] event) {
        Learner restored = new Learner(spec, 0);
        restored.restore(blocks::get, examples::get);
        return new LearnerRun(spec, restored).take(event).predictions.get(0).outputs();
    }
}
