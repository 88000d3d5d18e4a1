package io.mainstem.observe;

import static java.util.Objects.requireNonNull;

import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.TaskSpec;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LiveModel;
import io.mainstem.stream.LiveModels;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.LinkedHashSet;
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
        tasks = new TaskMeters(this::put, metered);
    }

    /** Takes up what is known now; to be called before the meters are read. */
    public synchronized void refresh() {
        for (LearnerStatus status : view.live()) {
            Tags partition = Tags.of("partition", String.valueOf(status.model().replica()));
            learner(status, partition);
            for (TaskMetrics task : status.metrics()) {
                if (metered.contains(task.task())) {
                    tasks.put(task, partition.and("task", task.task()));
                }
            }
        }
        put(MeterName.UNMETERED, Tags.empty(), unmetered);
        sets.values().forEach(MeterSet::publish);
    }

    private void learner(LearnerStatus status, Tags tags) {
        put(MeterName.RECORDS, tags, status.records());
        put(MeterName.EVENTS, tags, status.events());
        put(MeterName.EXAMPLES, tags, status.examples());
        status.rejected()
                .forEach((reason, count) -> put(MeterName.DEAD_LETTERS, tags.and("reason", reason.code()), count));
        put(MeterName.REPEATS, tags, status.repeated());
        put(MeterName.NOT_LEARNED, tags, status.steering().notLearned());
        put(MeterName.GIVEN_UP, tags, status.steering().givenUp());
        put(MeterName.WAITING, tags, status.waiting());
        put(MeterName.AWAITING, tags, status.awaiting());
        put(MeterName.EPOCH, tags, status.model().epoch());
        put(MeterName.VERSION, tags, status.model().version());
        put(MeterName.STEP, tags, status.model().step());
        put(MeterName.PARAMETERS, tags, status.parameters());
        put(MeterName.LEARNING_RATE, tags, status.learningRate());
        put(MeterName.PAUSED, tags, status.steering().paused() ? 1 : 0);
        put(MeterName.TRUNK_FROZEN, tags, status.steering().trunkFrozen() ? 1 : 0);
        put(MeterName.STATE_BYTES, tags, status.stateBytes());
        put(MeterName.RESTORE, tags, status.restoreMillis() / 1e3);
        status.offsets()
                .forEach((source, offset) -> put(
                        MeterName.OFFSET, tags.and("topic", view.spec().topics().of(source)), offset));
        models.of(status.model().replica())
                .map(LiveModel::age)
                .ifPresent(nanos -> put(MeterName.COPY_AGE, tags, nanos / 1e9));
    }

    private void put(MeterName name, Tags tags, long count) {
        put(name, tags, (double) count);
    }

    private void put(MeterName name, Tags tags, double value) {
        requireNonNull(sets.get(name)).put(tags, value);
    }
}
