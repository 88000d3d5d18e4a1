package io.mainstem.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an operator asks of a learner, on the control topic. */
public sealed interface Command {

    /** Comes back in the answer, if there is one. */
    @Nullable
    String id();

    /** The command as it stands in records. */
    String name();

    /** Predict and score, and learn nothing. */
    record Pause(@Nullable String id) implements Command {
        @Override
        public String name() {
            return "pause";
        }
    }

    /** Learn again. */
    record Resume(@Nullable String id) implements Command {
        @Override
        public String name() {
            return "resume";
        }
    }

    /**
     * Go on from an earlier version.
     *
     * @param begins where on the checkpoints topic it begins, by partition; empty where that is not known
     */
    record Rollback(@Nullable String id, long version, Map<Integer, Long> begins) implements Command {

        public Rollback {
            begins = Map.copyOf(begins);
        }

        @Override
        public String name() {
            return "rollback";
        }
    }

    /**
     * Step by another rate.
     *
     * @param learningRate before the schedule's factor; NaN for the learner file's
     */
    record SetLearningRate(@Nullable String id, double learningRate) implements Command {
        @Override
        public String name() {
            return "setLearningRate";
        }
    }

    /** Start one task's head afresh. */
    record ResetHead(@Nullable String id, String task) implements Command {
        @Override
        public String name() {
            return "resetHead";
        }
    }

    /** Leave what the tasks share as it is, while the heads learn on. */
    record FreezeTrunk(@Nullable String id) implements Command {
        @Override
        public String name() {
            return "freezeTrunk";
        }
    }

    /** Learn what the tasks share, too. */
    record UnfreezeTrunk(@Nullable String id) implements Command {
        @Override
        public String name() {
            return "unfreezeTrunk";
        }
    }
}
