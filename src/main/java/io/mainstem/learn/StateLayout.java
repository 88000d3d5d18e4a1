package io.mainstem.learn;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.OptimizerSpec;
import io.mainstem.spec.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What of a learner file decides whether a saved state fits it, as text. Rates, weights of tasks, seed, batch size, limits
 * and names of topics may change under a state.
 */
public final class StateLayout {

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
        return task(task) + " " + spec.metrics().window();
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
