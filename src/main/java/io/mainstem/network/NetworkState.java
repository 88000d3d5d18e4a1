package io.mainstem.network;

import java.util.ArrayList;
import java.util.List;

/**
 * All that a network needs to go on with the same bits, in groups that fit another network each for itself: one that has
 * further tasks, or fewer, or another optimiser or balancer.
 *
 * @param shared what serves all tasks and has the same shape whatever they are
 * @param tasks in their order, what serves one task alone
 * @param crossing what serves all tasks and whose shape depends on them
 * @param balancer what the balancer has learned
 * @param steps the number of steps taken
 */
public record NetworkState(
        Group shared, List<Group> tasks, Group crossing, List<StateArray> balancer, StateArray steps) {

    /**
     * Some parameters.
     *
     * @param weights their values, and of tasks that cluster the centroids
     * @param optimizer what the optimiser keeps for them
     */
    public record Group(List<StateArray> weights, List<StateArray> optimizer) {

        public Group {
            weights = List.copyOf(weights);
            optimizer = List.copyOf(optimizer);
        }
    }

    public NetworkState {
        tasks = List.copyOf(tasks);
        balancer = List.copyOf(balancer);
    }

    /** Every array once, always in the same order. */
    public List<StateArray> all() {
        List<StateArray> all = new ArrayList<>(shared.weights());
        all.addAll(shared.optimizer());
        for (Group task : tasks) {
            all.addAll(task.weights());
            all.addAll(task.optimizer());
        }
        all.addAll(crossing.weights());
        all.addAll(crossing.optimizer());
        all.addAll(balancer);
        all.add(steps);
        return all;
    }
}
