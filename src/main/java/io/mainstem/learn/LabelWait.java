package io.mainstem.learn;

import static java.util.Objects.requireNonNull;

import io.mainstem.encode.Row;
import io.mainstem.event.Event;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.LabelRecord;
import io.mainstem.event.Labels;
import io.mainstem.event.Reason;
import io.mainstem.learn.Kept.Early;
import io.mainstem.learn.Kept.EarlyLabels;
import io.mainstem.learn.Kept.Known;
import io.mainstem.learn.Kept.Pending;
import io.mainstem.learn.LabelCounts.Kind;
import io.mainstem.spec.LabelsSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait for their labels, and labels that wait for their events. What comes of it depends on the records alone,
 * in their order: time is that of the stream, the latest that a record had. Whether a label comes too late is decided by
 * that time, not by how far the work on what is due has come.
 *
 * <p>Not thread-safe.
 */
final class LabelWait {

    /** Takes what comes of it, within the calls of this class. */
    interface Outcome {
        void learn(LateLabels labels);

        void refuse(Refusal refusal);
    }

    /** A jump of the time over all that waits must not take longer than a transaction may: the rest is for the next records. */
    private static final int DONE_AT_ONCE = 500;

    /** Records of labels that wait for the same event. */
    private static final int MOST_EARLY = 100;

    private final boolean isOn;
    private final WaitRules rules;
    private final LabelLayout layout;
    private final LabelCounts[] counts;
    private final WaitProgress progress;
    private final KnownLabels labels;
    private final KeptFormat format;
    private WaitStore store = new MemoryWaitStore();
    private @Nullable DueIndex index;

    LabelWait(LearnerSpec learner, LabelLayout layout, int denseWidth, LabelCounts[] counts, WaitProgress progress) {
        this.layout = layout;
        this.counts = counts;
        this.progress = progress;
        isOn = learner.remembersEvents();
        rules = new WaitRules(learner);
        labels = new KnownLabels(rules, layout, counts);
        format = new KeptFormat(learner.tasks(), layout, denseWidth);
    }

    /** Goes on with what is in the store, which is to hold what this learner kept there. */
    void keepIn(WaitStore other) {
        store = other;
        index = null;
    }

    /** Whether anything is kept at all. */
    boolean isOn() {
        return isOn;
    }

    /** Whether the event waits for a label. */
    boolean awaits(Event event) {
        return event.time() != Event.NO_TIME && rules.awaitsMoreThan(event.labels());
    }

    /** Lets the stream's time pass, up to that of a record, and does what is due by then, in its order. */
    void pass(long time, Outcome outcome) {
        progress.now = Math.max(progress.now, time);
        if (progress.now == Event.NO_TIME) {
            return;
        }
        for (int done = 0; done < DONE_AT_ONCE; done++) {
            byte[] key = index().first(progress.now);
            if (key == null) {
                return;
            }
            String id = WaitKeys.id(key);
            progress.done = WaitKeys.time(key);
            index().remove(progress.done, id);
            Kept kept = get(id);
            if (kept == null || kept.due() != progress.done) {
                continue; // a deletion that a compacted changelog has lost
            }
            if (kept instanceof Known known) {
                Known after = labels.expire(id, known, known.due(), outcome);
                count(known, after);
                put(id, after);
            } else if (kept instanceof Early early) {
                giveUp(id, early, outcome);
            }
        }
    }

    /** Whether the event was there before, as far as the learner file says that this matters. */
    boolean isRepeat(Event event) {
        boolean repeated = rules.repeatsMatter()
                && event.time() != Event.NO_TIME
                && get(event.id()) instanceof Known known
                && rules.isRepeat(known, progress.now);
        progress.repeated += repeated ? 1 : 0;
        return repeated;
    }

    /**
     * Takes up an event, which may have had labels before it. An event of the same id that still waits is given up.
     *
     * @param outputs {@code [layout.outputWidth]} as predicted; may be null where the event waits for nothing
     * @param regions {@code [layout.regionWidth]} as predicted; null where there were none
     */
    void take(
            Event event,
            long offset,
            Row row,
            double @Nullable [] outputs,
            double @Nullable [] regions,
            Outcome outcome) {
        if (event.time() == Event.NO_TIME || !isOn()) {
            return;
        }
        String id = event.id();
        Kept before = get(id);
        if (before != null) {
            index().remove(before.due(), id);
        }
        if (before instanceof Known known) {
            drop(id, known, outcome);
        }
        Known known = known(event, offset, row, outputs, regions);
        progress.rows += known.row() == null ? 0 : 1;
        put(id, done(id, known, outcome));
        if (before instanceof Early early) {
            early.records().forEach(record -> arrive(id, record, outcome));
        }
    }

    private Known known(Event event, long offset, Row row, double @Nullable [] outputs, double @Nullable [] regions) {
        List<Pending> tasks = new ArrayList<>();
        for (int t = 0; t < rules.tasks(); t++) {
            if (event.labels().present()[t]) {
                tasks.add(Pending.answered(t));
            } else if (rules.isAwaited(t)) {
                int end = layout.outputOffset(t + 1);
                double[] ofTask = Arrays.copyOfRange(requireNonNull(outputs), layout.outputOffset(t), end);
                double[] regionsOfTask = regions == null
                        ? new double[0]
                        : Arrays.copyOfRange(regions, layout.regionOffset(t), layout.regionOffset(t + 1));
                tasks.add(new Pending(t, true, ofTask, regionsOfTask));
                counts[t].add(Kind.WAITING, 1);
            }
        }
        return new Known(0, event.time(), progress.now, offset, Known.OPEN, List.of(), row).with(tasks, progress.now);
    }

    private void arrive(String id, EarlyLabels record, Outcome outcome) {
        count(record.labels(), Kind.EARLY, -1);
        if (record.since() != Event.NO_TIME && rules.held(record.since()) <= progress.now) {
            unknown(id, record.labels(), record.source(), record.offset(), outcome);
        } else {
            take(new LabelRecord(id, record.time(), record.labels()), record.source(), record.offset(), outcome);
        }
    }

    /** Takes labels of an event. */
    @SuppressWarnings("ReferenceEquality") // the same object says that nothing changed
    void take(LabelRecord record, Source source, long offset, Outcome outcome) {
        if (record.labels().isEmpty()) {
            return;
        }
        Kept kept = get(record.id());
        if (kept instanceof Known known) {
            if (!rules.isForgotten(known, progress.now)) {
                Known after = labels.answer(known, record, source, offset, progress.now, outcome);
                if (after != known) {
                    count(known, after);
                    store.put(WaitKeys.ofId(record.id()), format.write(after));
                }
                return;
            }
            index().remove(known.due(), record.id());
            store.delete(WaitKeys.ofId(record.id()));
            drop(record.id(), known, outcome);
        }
        Early early = kept instanceof Early found ? found : null;
        boolean full = early != null && early.records().size() >= MOST_EARLY;
        if (rules.policies().early() != LabelsSpec.Early.HOLD || full) {
            unknown(record.id(), record.labels(), source, offset, outcome);
            return;
        }
        List<EarlyLabels> all = new ArrayList<>(early == null ? List.of() : early.records());
        all.add(new EarlyLabels(source, offset, record.time(), progress.now, record.labels()));
        count(record.labels(), Kind.EARLY, 1);
        hold(record.id(), all, early == null ? null : early.due());
    }

    /**
     * Keeps labels whose event has not come.
     *
     * @param due at which they are in the index, or null if they are not
     */
    private void hold(String id, List<EarlyLabels> records, @Nullable Long due) {
        long since = records.get(0).since();
        // Before the first time there is none to count from: then from that one on.
        long end = due != null ? due : since == Event.NO_TIME ? since : rules.held(since);
        store.put(WaitKeys.ofId(id), format.write(new Early(end, records)));
        if (due == null) {
            index().add(end, id);
        }
    }

    private void giveUp(String id, Early early, Outcome outcome) {
        List<EarlyLabels> left = new ArrayList<>();
        for (EarlyLabels each : early.records()) {
            if (each.since() == Event.NO_TIME) {
                left.add(new EarlyLabels(each.source(), each.offset(), each.time(), progress.now, each.labels()));
            } else if (rules.held(each.since()) > progress.now) {
                left.add(each);
            } else {
                count(each.labels(), Kind.EARLY, -1);
                unknown(id, each.labels(), each.source(), each.offset(), outcome);
            }
        }
        if (left.isEmpty()) {
            store.delete(WaitKeys.ofId(id));
        } else {
            hold(id, left, null);
        }
    }

    private void unknown(String id, Labels unused, Source source, long offset, Outcome outcome) {
        count(unused, Kind.UNKNOWN, 1);
        if (rules.policies().early() != LabelsSpec.Early.IGNORE) {
            String message = "the event is not known: it has not come, has no time, or is forgotten";
            outcome.refuse(new Refusal(Reason.UNKNOWN_ID, id, source, offset, message));
        }
    }

    /** The event after all of its waits that are over by now. */
    private Known done(String id, Known known, Outcome outcome) {
        Known after = known;
        while (after.row() != null && rules.due(after) <= progress.now) {
            Known before = after;
            after = labels.expire(id, before, rules.due(before), outcome);
            count(before, after);
        }
        return after;
    }

    /** Does what is over by now, and gives up the rest. */
    private void drop(String id, Known known, Outcome outcome) {
        Known rest = done(id, known, outcome);
        labels.drop(rest);
        progress.rows -= rest.row() == null ? 0 : 1;
    }

    /** Keeps the event until it is due next, or forgets it. */
    private void put(String id, Known known) {
        long due = rules.due(known);
        if (known.row() == null && due <= progress.now) {
            store.delete(WaitKeys.ofId(id));
        } else {
            store.put(WaitKeys.ofId(id), format.write(known.dueAt(due)));
            index().add(due, id);
        }
    }

    private void count(Known before, Known after) {
        progress.rows -= before.row() != null && after.row() == null ? 1 : 0;
    }

    private void count(Labels some, Kind kind, long number) {
        for (int t = 0; t < counts.length; t++) {
            counts[t].add(kind, some.present()[t] ? number : 0);
        }
    }

    private @Nullable Kept get(String id) {
        byte[] kept = store.get(WaitKeys.ofId(id));
        return kept == null ? null : format.read(kept);
    }

    private DueIndex index() {
        if (index == null) {
            index = new DueIndex(store, progress.done);
        }
        return index;
    }
}
