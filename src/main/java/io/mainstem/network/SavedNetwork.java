package io.mainstem.network;

import java.util.ArrayList;
import java.util.List;

/** A network as a state: which of its arrays belong together, and which of them a step changed. */
final class SavedNetwork {

    private final SavedParameter[] parameters;
    private final List<StateArray> learnedByHeads = new ArrayList<>();
    private final NetworkState state;

    SavedNetwork(List<SavedParameter> saved, Trunk trunk, Head[] heads, int tasks, Balancer balancer, long[] steps) {
        parameters = saved.toArray(SavedParameter[]::new);
        List<NetworkState.Group> ofTasks = new ArrayList<>();
        List<Parameter> shared = new ArrayList<>(trunk.parameters());
        shared.removeAll(trunk.crossing());
        for (int t = 0; t < tasks; t++) {
            shared.removeAll(trunk.parameters(t));
            List<Parameter> own = new ArrayList<>(trunk.parameters(t));
            List<StateArray> learned = new ArrayList<>();
            for (Head head : heads) {
                own.addAll(head.parameters(t));
                learned.addAll(head.state(t));
            }
            learnedByHeads.addAll(learned);
            ofTasks.add(group(own, learned));
        }
        state = new NetworkState(
                group(shared, List.of()),
                ofTasks,
                group(trunk.crossing(), List.of()),
                balancer.state(),
                new CountState("steps", List.of(steps)));
    }

    private NetworkState.Group group(List<Parameter> members, List<StateArray> further) {
        List<StateArray> weights = new ArrayList<>();
        List<StateArray> ofOptimizer = new ArrayList<>();
        for (SavedParameter each : parameters) {
            if (members.contains(each.parameter())) {
                weights.add(each.values());
                ofOptimizer.addAll(each.optimizer());
            }
        }
        weights.addAll(further);
        return new NetworkState.Group(weights, ofOptimizer);
    }

    NetworkState state() {
        return state;
    }

    /** What the last step changed. */
    void changes(StateChanges to) {
        for (SavedParameter parameter : parameters) {
            parameter.changes(to);
        }
        whole(learnedByHeads, to);
        whole(state.balancer(), to);
        to.changed(state.steps(), 0, Long.BYTES);
    }

    private static void whole(List<StateArray> arrays, StateChanges to) {
        for (int a = 0; a < arrays.size(); a++) {
            to.changed(arrays.get(a), 0, arrays.get(a).bytes());
        }
    }
}
