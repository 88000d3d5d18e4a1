package io.mainstem.observe;

import static java.util.Objects.requireNonNull;

import io.mainstem.event.Event;
import io.mainstem.event.Reason;
import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.TaskSpec;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LiveModel;
import io.mainstem.stream.LiveModels;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A learner's meters, made of what it published last: reading them costs the learner nothing. However many tasks there
 * are, no more than the first {@value #MOST_TASKS} have meters; no tag names a feature, an id or a class.
 */
public final class LearnerMeters {

    static final int MOST_TASKS = 50;

    private static final Logger log = LoggerFactory.getLogger(LearnerMeters.class);

    private final LearnerView view;
    private final LiveModels models;
    private final Map<MeterName, MeterSet> sets = new EnumMap<>(MeterName.class);
    private final Set<String> metered = new LinkedHashSet<>();
    private final TaskMeters tasks;

    /** As they were when they were taken up here: counters have what came since. */
    private final Map<Integer, LearnerStatus> begun = new HashMap<>();

    private final int unmetered;

    public LearnerMeters(LearnerView view, LiveModels models, MeterRegistry registry) {
        this.view = view;
        this.models = models;
        for (MeterName name : MeterName.values()) {
            sets.put(name, new MeterSet(registry, name));
        }
        view.spec().tasks().stream().limit(MOST_TASKS).map(TaskSpec::name).forEach(metered::add);
        unmetered = view.spec().tasks().size() - metered.size();
        if (unmetered > 0) {
            log.warn(
                    "{}: the first {} of its {} tasks have meters, the other {} have none",
                    view.spec().name(),
                    MOST_TASKS,
                    view.spec().tasks().size(),
                    unmetered);
        }
        tasks = new TaskMeters(metered);
    }

    /** Takes up what is known now; to be called before the meters are read. */
    @SuppressWarnings("ReferenceEquality") // whether it is the same occasion, not the same numbers
    public synchronized void refresh() {
        List<LearnerStatus> live = view.live();
        begun.keySet().retainAll(live.stream().map(LearnerMeters::replica).toList());
        for (LearnerStatus status : live) {
            LearnerStatus first = view.first(replica(status)).orElse(status);
            if (begun.put(replica(status), first) != first) {
                put(first, (name, tags, value) -> requireNonNull(sets.get(name)).begin(tags, value));
            }
            put(status, (name, tags, value) -> requireNonNull(sets.get(name)).put(tags, value));
            here(replica(status), partition(status));
        }
        requireNonNull(sets.get(MeterName.UNMETERED)).put(Tags.empty(), unmetered);
        sets.values().forEach(MeterSet::publish);
    }

    private static int replica(LearnerStatus status) {
        return status.model().replica();
    }

    private static Tags partition(LearnerStatus status) {
        return Tags.of("partition", String.valueOf(replica(status)));
    }

    private void put(LearnerStatus status, TaskMeters.Sink sink) {
        Tags partition = partition(status);
        learner(status, partition, sink);
        for (TaskMetrics task : status.metrics()) {
            if (metered.contains(task.task())) {
                tasks.put(task, partition.and("task", task.task()), sink);
            }
        }
    }

    private void learner(LearnerStatus status, Tags tags, TaskMeters.Sink sink) {
        sink.put(MeterName.RECORDS, tags, status.records());
        sink.put(MeterName.EVENTS, tags, status.events());
        sink.put(MeterName.EXAMPLES, tags, status.examples());
        for (Reason reason : Reason.values()) {
            // Those that did not occur too: of a counter that appears with its first event, Prometheus misses that one.
            long count = status.rejected().getOrDefault(reason, 0L);
            sink.put(MeterName.DEAD_LETTERS, tags.and("reason", reason.code()), count);
        }
        sink.put(MeterName.REPEATS, tags, status.repeated());
        sink.put(MeterName.NOT_LEARNED, tags, status.steering().notLearned());
        sink.put(MeterName.GIVEN_UP, tags, status.steering().givenUp());
        sink.put(MeterName.WAITING, tags, status.waiting());
        sink.put(MeterName.AWAITING, tags, status.awaiting());
        sink.put(MeterName.EPOCH, tags, status.model().epoch());
        sink.put(MeterName.VERSION, tags, status.model().version());
        sink.put(MeterName.STEP, tags, status.model().step());
        sink.put(MeterName.PARAMETERS, tags, status.parameters());
        sink.put(MeterName.LEARNING_RATE, tags, status.learningRate());
        sink.put(MeterName.PAUSED, tags, status.steering().paused() ? 1 : 0);
        sink.put(MeterName.TRUNK_FROZEN, tags, status.steering().trunkFrozen() ? 1 : 0);
        sink.put(MeterName.STATE_BYTES, tags, status.stateBytes());
        sink.put(MeterName.RESTORE, tags, status.restoreMillis() / 1e3);
        status.offsets()
                .forEach((source, offset) -> sink.put(
                        MeterName.OFFSET, tags.and("topic", view.spec().topics().of(source)), offset));
        status.metrics().stream()
                .mapToLong(TaskMetrics::time)
                .filter(time -> time != Event.NO_TIME)
                .max()
                .ifPresent(time -> sink.put(MeterName.EVENT_TIME, tags, time / 1e3));
    }

    /** What is known of a partition in this process alone. */
    private void here(int replica, Tags tags) {
        MeterSet copyAge = requireNonNull(sets.get(MeterName.COPY_AGE));
        models.of(replica).map(LiveModel::age).ifPresent(nanos -> copyAge.put(tags, nanos / 1e9));
        MeterSet checkpointAge = requireNonNull(sets.get(MeterName.CHECKPOINT_AGE));
        view.checkpointAge(replica).ifPresent(millis -> checkpointAge.put(tags, millis / 1e3));
        MeterSet idle = requireNonNull(sets.get(MeterName.IDLE));
        view.idleMillis(replica).ifPresent(millis -> idle.put(tags, millis / 1e3));
        requireNonNull(sets.get(MeterName.FEATURE_DRIFTS)).put(tags, (double) view.featureDrifts(replica));
    }
}
