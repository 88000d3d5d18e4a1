package io.mainstem.learn;

import io.mainstem.encode.InputLayout;
import io.mainstem.encode.MiniBatch;
import io.mainstem.encode.Row;
import io.mainstem.evaluate.Comparison;
import io.mainstem.evaluate.Ratio;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.TransferGain;
import io.mainstem.learn.StateComponent.Kind;
import io.mainstem.network.Network;
import io.mainstem.network.NetworkState;
import io.mainstem.network.StateArray;
import io.mainstem.network.StateChanges;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TwinSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether joint training helps: a {@link Twin} of each task that takes labels learns beside the joint network. Where their
 * cost allows a share of the mini-batches only, the joint network has learned more than they have; then they are compared
 * with a companion, a second joint network that learns what they learn.
 */
final class Twins {

    /** What comparing a label takes beside the networks' work, in the units of their costs. */
    private static final double COMPARING = 0.2;

    private static final int MINI_BATCHES_TO_A_LOOK = 64;
    private static final int WINDOWS_OF_PATIENCE = 2;

    private final LearnerSpec spec;
    private final Network joint;
    private final TaskBalance balance;
    private final List<Twin> twins = new ArrayList<>();
    private final @Nullable Network companion;
    private final TwinBudget budget;
    private final LeftOut leftOut;
    private final WholePart part;

    /** Beside a joint network; none at all where the learner file asks for none, or there is but one task. */
    Twins(LearnerSpec spec, LabelLayout layout, InputLayout inputs, Network joint, TaskBalance balance) {
        this.spec = spec;
        this.joint = joint;
        this.balance = balance;
        for (int t = 0; spec.twins().cost() > 0 && spec.tasks().size() > 1 && t < layout.tasks(); t++) {
            if (!(spec.tasks().get(t) instanceof TaskSpec.Clustering)) {
                twins.add(new Twin(spec, t, layout, inputs));
            }
        }
        boolean everything = learnsEverything(inputs);
        companion = everything ? null : new Network(spec, inputs.denseWidth(), inputs.sparseWidth(), inputs.fanIn());
        budget = new TwinBudget(spec.twins().cost(), everything);
        leftOut =
                new LeftOut(layout.tasks(), WINDOWS_OF_PATIENCE * spec.metrics().window());
        part = new WholePart("twins", budget.stateBytes() + leftOut.stateBytes(), this::write, this::read);
    }

    /** Whether the twins can afford every mini-batch, were each row labelled for each task. */
    private boolean learnsEverything(InputLayout inputs) {
        MiniBatch typical = new MiniBatch(twins.isEmpty() ? 0 : spec.batch().size(), inputs.denseWidth(), 0, 0);
        int[] columns = new int[Math.max(0, inputs.fanIn() - inputs.denseWidth())];
        while (typical.size() < typical.capacity()) {
            typical.add(new Row(new float[inputs.denseWidth()], columns, new float[columns.length]));
        }
        double cost = 0;
        for (Twin twin : twins) {
            cost += twin.network().cost(typical) + COMPARING * typical.size();
        }
        return cost <= spec.twins().cost() * joint.cost(typical);
    }

    /**
     * Learns beside the joint network, which has just made its step.
     *
     * @param due the mini-batch of that step
     */
    void learn(DueBatch due, Consumer<StateArray> changed, StateChanges changes) {
        if (twins.isEmpty()) {
            return;
        }
        changed.accept(part);
        if (!budget.takes(joint.cost(due.batch()))) {
            return;
        }
        double[] predictions = joint.predictions();
        double cost = 0;
        if (companion != null) {
            companion.follow(joint);
            companion.forward(due.batch());
            companion.step(due.batch());
            companion.changes(changes);
            predictions = companion.predictions();
            cost += companion.cost(due.batch());
        }
        for (int i = 0; i < twins.size(); i++) {
            Twin twin = twins.get(i);
            int labels = twin.take(due.examples(), due.batch());
            if (labels > 0) {
                twin.network().follow(joint);
                twin.learn(predictions);
                twin.network().changes(changes);
                changed.accept(twin.compared());
                cost += twin.cost() + COMPARING * labels;
            }
        }
        budget.spend(cost);
        if (spec.twins().reaction() == TwinSpec.Reaction.LEAVE_OUT && budget.taken() % MINI_BATCHES_TO_A_LOOK == 0) {
            look(changed);
        }
    }

    /** Lets the task start afresh for the joint network's counterparts as well, or they could not be compared. */
    void resetHead(int task, Consumer<StateArray> changed) {
        for (Twin twin : twins) {
            if (twin.task() == task) {
                twin.resetHead();
                changed.accept(twin.compared());
                tell(twin.network().state().tasks().get(0), changed);
            }
        }
        if (companion != null) {
            companion.resetHead(task);
            tell(companion.state().tasks().get(task), changed);
        }
    }

    private static void tell(NetworkState.Group head, Consumer<StateArray> changed) {
        head.weights().forEach(changed);
        head.optimizer().forEach(changed);
    }

    private void look(Consumer<StateArray> changed) {
        if (leftOut.look(twins, balance)) {
            leaveOut();
            for (Twin twin : twins) {
                twin.comparison().beginRecent();
                changed.accept(twin.compared());
            }
        }
    }

    private void leaveOut() {
        for (int t = 0; t < spec.tasks().size(); t++) {
            joint.leaveOut(t, leftOut.contains(t));
            if (companion != null) {
                companion.leaveOut(t, leftOut.contains(t));
            }
        }
    }

    /** What joint training brings the task; null where it has no twin. */
    @Nullable
    TransferGain gain(int task) {
        for (Twin twin : twins) {
            if (twin.task() == task) {
                Comparison comparison = twin.comparison();
                Ratio run = comparison.run();
                Ratio recent = comparison.recent();
                return new TransferGain(
                        comparison.labels(),
                        budget.share(),
                        run.value(),
                        run.low(),
                        run.high(),
                        recent.value(),
                        recent.low(),
                        recent.high(),
                        leftOut.contains(task));
            }
        }
        return null;
    }

    /** All that is part of a learner's state. It goes on as a whole or not at all: who began apart cannot be compared. */
    List<StateComponent> components(StateLayout layout) {
        List<StateComponent> components = new ArrayList<>();
        if (twins.isEmpty()) {
            return components;
        }
        String all = layout.twins(companion != null);
        for (Twin twin : twins) {
            String name = twin.spec().name();
            components.add(new StateComponent(Kind.TASK_TRANSFER, name, all, 0, List.of(twin.compared())));
            components.add(new StateComponent(
                    Kind.TWIN, name, all, 0, twin.network().state().all()));
        }
        List<StateArray> ofAll = new ArrayList<>(List.of(part));
        if (companion != null) {
            ofAll.addAll(companion.state().all());
        }
        components.add(new StateComponent(Kind.TWIN, "", all, 0, ofAll));
        return components;
    }

    private void write(ByteBuffer out) {
        budget.write(out);
        leftOut.write(out);
    }

    private void read(ByteBuffer in) {
        budget.read(in);
        leftOut.read(in);
        if (spec.twins().reaction() == TwinSpec.Reaction.NONE) {
            leftOut.clear();
        }
        leaveOut();
    }
}
