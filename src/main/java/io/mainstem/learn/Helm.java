package io.mainstem.learn;

import io.mainstem.encode.TargetScaler;
import io.mainstem.event.Command;
import io.mainstem.event.Steering;
import io.mainstem.network.Network;
import io.mainstem.network.NetworkState;
import io.mainstem.network.StateArray;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Carries out commands on a learner, and remembers what they have set: a part of its state. */
final class Helm {

    private static final int PAUSED = 1;
    private static final int TRUNK_FROZEN = 2;

    private final List<String> tasks;
    private final Network network;
    private final TargetScaler targets;
    private final Twins twins;
    private Steering steering = Steering.NONE;

    Helm(LearnerSpec spec, Network network, TargetScaler targets, Twins twins) {
        tasks = spec.tasks().stream().map(TaskSpec::name).toList();
        this.network = network;
        this.targets = targets;
        this.twins = twins;
    }

    Steering steering() {
        return steering;
    }

    boolean isPaused() {
        return steering.paused();
    }

    /**
     * Carries out any command but to go back.
     *
     * @param changes is told which other parts of the state it changed, as a whole
     * @param targetsOf the scale of a task's labels as a part of the state
     * @return why it was refused, if it was
     */
    Optional<String> carryOut(Command command, Consumer<StateArray> changes, IntFunction<StateArray> targetsOf) {
        if (command instanceof Command.Pause) {
            set(steering.paused(true));
        } else if (command instanceof Command.Resume) {
            set(steering.paused(false));
        } else if (command instanceof Command.SetLearningRate rate) {
            set(steering.learningRate(rate.learningRate()));
        } else if (command instanceof Command.FreezeTrunk) {
            set(steering.trunkFrozen(true));
        } else if (command instanceof Command.UnfreezeTrunk) {
            set(steering.trunkFrozen(false));
        } else if (command instanceof Command.ResetHead reset) {
            int task = tasks.indexOf(reset.task());
            if (task < 0) {
                return Optional.of(
                        "there is no task " + reset.task() + ": the learner has " + String.join(", ", tasks));
            }
            resetHead(task, changes, targetsOf);
        } else {
            throw new IllegalArgumentException("not for the helm: " + command.name());
        }
        return Optional.empty();
    }

    /** Lets a task start afresh on the trunk as it is. */
    void resetHead(int task, Consumer<StateArray> changes, IntFunction<StateArray> targetsOf) {
        network.resetHead(task);
        targets.reset(task);
        twins.resetHead(task, changes);
        NetworkState.Group head = network.state().tasks().get(task);
        head.weights().forEach(changes);
        head.optimizer().forEach(changes);
        changes.accept(targetsOf.apply(task));
    }

    void countNotLearned() {
        steering = steering.oneMoreNotLearned();
    }

    void countGivenUp(int examples) {
        steering = steering.moreGivenUp(examples);
    }

    private void set(Steering now) {
        steering = now;
        network.baseLearningRate(now.learningRate());
        network.freezeTrunk(now.trunkFrozen());
    }

    int stateBytes() {
        return Integer.BYTES + Double.BYTES + 2 * Long.BYTES;
    }

    void write(ByteBuffer out) {
        out.putInt((steering.paused() ? PAUSED : 0) | (steering.trunkFrozen() ? TRUNK_FROZEN : 0));
        out.putDouble(steering.learningRate()).putLong(steering.notLearned()).putLong(steering.givenUp());
    }

    void read(ByteBuffer in) {
        int flags = in.getInt();
        set(new Steering(
                (flags & PAUSED) != 0, (flags & TRUNK_FROZEN) != 0, in.getDouble(), in.getLong(), in.getLong()));
    }
}
