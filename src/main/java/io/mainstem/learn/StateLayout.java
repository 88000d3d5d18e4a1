package io.mainstem.learn;

import io.mainstem.spec.IntervalSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.OptimizerSpec;
import io.mainstem.spec.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a learner file decides whether a saved state fits it, as text. Rates, weights of tasks, seed, batch size, limits
 * and names of topics may change under a state.
 */
public final class StateLayout {

    static final String FEATURES = "features.";
    static final String TRUNK = "trunk";
    static final String TASKS = "tasks.";

    /** How the metrics are written; another word where that changes. */
    private static final String METRICS = "with fading and calibration";

    private static final int LONGEST_PART = 200;
    private static final int MOST_CHARACTERS = 50_000;

    private final LearnerSpec spec;

    public StateLayout(LearnerSpec spec) {
        this.spec = spec;
    }

    String encoder() {
        return spec.features().toString();
    }

    String trunk() {
        return spec.features() + " " + spec.trunk();
    }

    String optimizer() {
        // Without momentum there is no velocity to save.
        boolean momentum = spec.optimizer() instanceof OptimizerSpec.Sgd sgd && sgd.momentum() > 0;
        return spec.optimizer().getClass().getSimpleName() + (momentum ? " with momentum" : "");
    }

    /** Of what depends on which tasks there are. */
    String tasks() {
        return spec.tasks().stream().map(TaskSpec::name).toList().toString();
    }

    String balancer() {
        return spec.balancer().getClass().getSimpleName() + " " + tasks();
    }

    String task(TaskSpec task) {
        Object kind = "";
        if (task instanceof TaskSpec.Multiclass multiclass) {
            kind = multiclass.classes();
        } else if (task instanceof TaskSpec.Multilabel multilabel) {
            kind = multilabel.labels();
        } else if (task instanceof TaskSpec.Regression regression) {
            kind = List.of(regression.outputs(), regression.loss());
        } else if (task instanceof TaskSpec.Clustering clustering) {
            kind = clustering.k();
        }
        return task.getClass().getSimpleName() + " " + kind + " " + task.hidden() + " on " + spec.trunk();
    }

    String metrics(TaskSpec task) {
        return task(task) + " " + spec.metrics().window() + " " + METRICS;
    }

    String drift(TaskSpec task) {
        return task(task) + " " + spec.drift().detector();
    }

    /**
     * Of networks that are compared: if one started afresh, all would have to.
     *
     * @param withCompanion whether the joint network has one to be compared in its place
     */
    String twins(boolean withCompanion) {
        StringBuilder all = new StringBuilder(trunk()).append(optimizer());
        spec.tasks().forEach(task -> all.append(metrics(task)));
        return all + (withCompanion ? " with a companion " + balancer() : "");
    }

    String intervals(TaskSpec task) {
        return task(task)
                + (spec.intervals() instanceof IntervalSpec.Adaptive adaptive ? " " + adaptive.coverage() : "");
    }

    /**
     * All of it by part, in the order of the file: {@code features.<name>}, {@code trunk}, {@code tasks.<name>},
     * {@code optimizer}, {@code balancer}. Long parts are cut, and end with a hash of the whole; empty where it would be too
     * much for a record.
     */
    public Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        spec.features().forEach(feature -> parts.put(FEATURES + feature.name(), cut(feature.toString())));
        parts.put(TRUNK, cut(spec.trunk().toString()));
        spec.tasks().forEach(task -> parts.put(TASKS + task.name(), cut(task(task))));
        parts.put("optimizer", optimizer());
        parts.put("balancer", spec.balancer().getClass().getSimpleName());
        long length = 0;
        for (Map.Entry<String, String> part : parts.entrySet()) {
            length += part.getKey().length() + part.getValue().length();
        }
        return length > MOST_CHARACTERS ? Map.of() : Collections.unmodifiableMap(parts);
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_PART) {
            return text;
        }
        // Half a character would be no UTF-8.
        int end = Character.isHighSurrogate(text.charAt(LONGEST_PART - 1)) ? LONGEST_PART - 1 : LONGEST_PART;
        return text.substring(0, end) + "\u2026 " + Long.toHexString(StateDirectory.hash(text));
    }

    /** SHA-256 over all of it, hexadecimal. */
    public String hex() {
        StringBuilder all = new StringBuilder();
        all.append(encoder()).append(trunk()).append(optimizer()).append(balancer());
        spec.tasks().forEach(task -> all.append(metrics(task)));
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(all.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
