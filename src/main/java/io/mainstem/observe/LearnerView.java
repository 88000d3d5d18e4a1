package io.mainstem.observe;

import io.mainstem.event.Drift;
import io.mainstem.event.TaskMetrics;
import io.mainstem.learn.Checkpoint;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.Source;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.PredictionSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What the learners of this process said of themselves last, and what of it is worth keeping for a while; in bounded
 * memory. Listens on stream threads, and is read by any other. Thread-safe.
 */
public final class LearnerView implements LearnerStatus.Listener {

    private static final int MOST_DRIFTS = 200;
    private static final int MOST_CHECKPOINTS = 50;

    private final LearnerSpec spec;
    private final LongSupplier clock;
    private final Map<Integer, LearnerStatus> newest = new ConcurrentSkipListMap<>();
    private final Map<Integer, LearnerStatus> first = new ConcurrentSkipListMap<>();
    private final Map<Integer, Long> lastProgress = new ConcurrentSkipListMap<>();
    private final Map<Integer, Gaps> gaps = new ConcurrentSkipListMap<>();
    private final Map<Integer, Long> lastCheckpoint = new ConcurrentSkipListMap<>();
    private final Map<Integer, Long> featureDrifts = new ConcurrentSkipListMap<>();
    private final MetricsCourse course;
    private final Map<Integer, Samples> samples = new ConcurrentSkipListMap<>();
    private final List<Timed<Drift>> drifts = new ArrayList<>();
    private final List<Timed<Checkpoint>> checkpoints = new ArrayList<>();

    /**
     * Something, and when it was heard of.
     *
     * @param at epoch milliseconds, by the clock of this machine
     */
    public record Timed<T>(long at, T value) {}

    public LearnerView(LearnerSpec spec) {
        this(spec, System::currentTimeMillis);
    }

    /** By another clock, which gives epoch milliseconds. */
    public LearnerView(LearnerSpec spec, LongSupplier clock) {
        this.spec = spec;
        this.clock = clock;
        course = new MetricsCourse(spec.tasks().size());
    }

    public LearnerSpec spec() {
        return spec;
    }

    @Override
    public void status(LearnerStatus status) {
        int replica = status.model().replica();
        LearnerStatus before = newest.put(replica, status);
        if (before == null || before.isLast()) {
            first.put(replica, status);
        }
        if (before == null || before.isLast() || progressed(before, status)) {
            long now = clock.getAsLong();
            Long last = lastProgress.put(replica, now);
            if (last != null) {
                gaps.computeIfAbsent(replica, none -> new Gaps()).add(now - last);
            }
        }
    }

    /** Commands are no progress: a stream that rests does so after a rollback too. */
    private static boolean progressed(LearnerStatus before, LearnerStatus now) {
        return Stream.of(Source.EVENTS, Source.LABELS)
                .anyMatch(source -> !Objects.equals(
                        before.offsets().get(source), now.offsets().get(source)));
    }

    @Override
    public void metrics(TaskMetrics metrics) {
        course.add(new Timed<>(clock.getAsLong(), metrics));
    }

    @Override
    public void drift(Drift drift) {
        keep(drifts, drift, MOST_DRIFTS);
        if (drift.feature() != null) {
            featureDrifts.merge(drift.replica(), 1L, Long::sum);
        }
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        keep(checkpoints, checkpoint, MOST_CHECKPOINTS);
        lastCheckpoint.put(checkpoint.model().replica(), clock.getAsLong());
    }

    private <T> void keep(List<Timed<T>> all, T one, int most) {
        synchronized (all) {
            if (all.size() == most) {
                all.remove(0);
            }
            all.add(new Timed<>(clock.getAsLong(), one));
        }
    }

    @Override
    public void sample(PredictionSample sample) {
        samples.computeIfAbsent(sample.prediction().model().replica(), replica -> new Samples())
                .add(sample);
    }

    /** The last of each partition that learns or learned in this process, by partition. */
    public List<LearnerStatus> all() {
        return new ArrayList<>(newest.values());
    }

    /** Of those that learn here at present. */
    public List<LearnerStatus> live() {
        return newest.values().stream().filter(status -> !status.isLast()).toList();
    }

    /** What a partition's learner said of itself when it was taken up here, the last time that it was. */
    Optional<LearnerStatus> first(int replica) {
        return Optional.ofNullable(first.get(replica));
    }

    /** Milliseconds since a partition's newest version was made in this process; empty before the first. */
    OptionalLong checkpointAge(int replica) {
        Long at = lastCheckpoint.get(replica);
        return at == null ? OptionalLong.empty() : OptionalLong.of(Math.max(0, clock.getAsLong() - at));
    }

    /** How many moved means of features were noticed by a partition's learner in this process. */
    long featureDrifts(int replica) {
        return featureDrifts.getOrDefault(replica, 0L);
    }

    /**
     * Milliseconds since a partition's learner here was heard to take an event or labels, or was taken up; empty where it
     * never was here.
     */
    public OptionalLong idleMillis(int replica) {
        Long at = lastProgress.get(replica);
        return at == null ? OptionalLong.empty() : OptionalLong.of(Math.max(0, clock.getAsLong() - at));
    }

    /** Milliseconds that lay of late between two times at which a partition's learner was heard to take records; pauses do not count. */
    public long usualGapMillis(int replica) {
        Gaps of = gaps.get(replica);
        return of == null ? 0 : of.usual();
    }

    /** A task's metrics in the course of the stream, the oldest first, partition by partition. */
    public List<Timed<TaskMetrics>> course(String task) {
        return course.of(task);
    }

    /** The newest last. */
    public List<Timed<Drift>> drifts() {
        synchronized (drifts) {
            return List.copyOf(drifts);
        }
    }

    /** Those that were made in this process, the newest last. */
    public List<Timed<Checkpoint>> checkpoints() {
        synchronized (checkpoints) {
            return List.copyOf(checkpoints);
        }
    }

    /** Some of a partition's last predictions, and the newest of which labels came later; in the order in which they were made. */
    public List<PredictionSample> samples(int replica) {
        Samples known = samples.get(replica);
        return known == null ? List.of() : known.all();
    }
}
