package io.mainstem.learn;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.OptimizerSpec;
import io.mainstem.spec.TaskSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** What of a learner file decides whether a saved state fits it, as a hash. */
public final class StateLayout {

    private final byte[] digest;

    public StateLayout(LearnerSpec spec) {
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(describe(spec).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Rates, weights of tasks, seed, limits and names of topics may change under a state; what is here may not. */
    private static String describe(LearnerSpec spec) {
        return "features " + spec.features() + " tasks "
                + spec.tasks().stream().map(StateLayout::describe).collect(Collectors.joining(","))
                + " trunk " + spec.trunk() + " optimizer "
                + describe(spec.optimizer()) + " balancer "
                + spec.balancer().getClass().getSimpleName() + " window "
                + spec.metrics().window() + " batch " + spec.batch().size();
    }

    private static String describe(TaskSpec task) {
        String kind = "";
        if (task instanceof TaskSpec.Multiclass multiclass) {
            kind = multiclass.classes().toString();
        } else if (task instanceof TaskSpec.Multilabel multilabel) {
            kind = multilabel.labels().toString();
        } else if (task instanceof TaskSpec.Regression regression) {
            kind = regression.outputs() + " " + regression.loss();
        } else if (task instanceof TaskSpec.Clustering clustering) {
            kind = String.valueOf(clustering.k());
        }
        return task.getClass().getSimpleName() + " " + task.name() + " " + kind + " " + task.hidden();
    }

    private static String describe(OptimizerSpec optimizer) {
        // Without momentum there is no velocity to save.
        boolean momentum = optimizer instanceof OptimizerSpec.Sgd sgd && sgd.momentum() > 0;
        return optimizer.getClass().getSimpleName() + (momentum ? " with momentum" : "");
    }

    /** The first eight bytes of the digest. */
    long hash() {
        return ByteBuffer.wrap(digest).getLong();
    }

    /** SHA-256, hexadecimal. */
    public String hex() {
        return HexFormat.of().formatHex(digest);
    }
}
