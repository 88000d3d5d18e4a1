package io.mainstem.learn;

import io.mainstem.network.Network;
import io.mainstem.network.StateArray;
import io.mainstem.spec.DriftSpec;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What a learner does where the loss of a task has risen, as its learner file says. */
final class DriftReactions {

    private final DriftSpec.Reaction reaction;
    private final Network network;
    private final Progress progress;
    private final IntConsumer resetHead;
    private final Consumer<StateArray> changed;
    private final @Nullable WholePart part;
    /** Examples learned when the rate is as before again; 0 where it is. */
    private long raisedUntil;

    DriftReactions(
            DriftSpec.Reaction reaction,
            Network network,
            Progress progress,
            IntConsumer resetHead,
            Consumer<StateArray> changed) {
        this.resetHead = resetHead;
        this.changed = changed;
        this.reaction = reaction;
        this.network = network;
        this.progress = progress;
        part = reaction instanceof DriftSpec.Reaction.RaiseLearningRate
                ? new WholePart("drift.reaction", Long.BYTES, out -> out.putLong(raisedUntil), in -> {
                    raisedUntil = in.getLong();
                    setRate();
                })
                : null;
    }

    /** Reacts to a rise of the task's loss; whether there was anything to do. */
    boolean to(int task) {
        if (reaction instanceof DriftSpec.Reaction.ResetHead) {
            resetHead.accept(task);
            return true;
        }
        if (reaction instanceof DriftSpec.Reaction.RaiseLearningRate raise && part != null) {
            raisedUntil = progress.examples + raise.examples();
            setRate();
            changed.accept(part);
            return true;
        }
        return false;
    }

    /** To be called before each step. */
    void beforeStep() {
        if (raisedUntil > 0 && progress.examples >= raisedUntil && part != null) {
            raisedUntil = 0;
            setRate();
            changed.accept(part);
        }
    }

    private void setRate() {
        double factor =
                raisedUntil > 0 && reaction instanceof DriftSpec.Reaction.RaiseLearningRate raise ? raise.factor() : 1;
        network.learningRateFactor(factor);
    }

    /** Its state; null where it has none. */
    @Nullable
    WholePart part() {
        return part;
    }
}
