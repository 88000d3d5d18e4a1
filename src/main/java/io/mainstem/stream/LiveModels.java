package io.mainstem.stream;

import io.mainstem.learn.Learner;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The models of the partitions that learn in this process. Thread-safe. */
public final class LiveModels {

    private final Map<Integer, LiveModel> models = new ConcurrentHashMap<>();

    /** The model of a partition; empty where its learner is not here, or not restored yet. */
    public Optional<LiveModel> of(int partition) {
        return Optional.ofNullable(models.get(partition));
    }

    /** Those whose learners are here. */
    public Set<Integer> partitions() {
        return new TreeSet<>(models.keySet());
    }

    LiveModel enter(int partition, Learner learner) {
        LiveModel model = new LiveModel(learner);
        models.put(partition, model);
        return model;
    }

    /** Does nothing if another has come in its place. */
    void leave(int partition, LiveModel model) {
        models.remove(partition, model);
    }
}
