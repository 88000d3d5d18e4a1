package io.mainstem.learn;

import static java.util.Objects.requireNonNull;

import io.mainstem.event.Event;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.LabelRecord;
import io.mainstem.event.Labels;
import io.mainstem.event.Reason;
import io.mainstem.learn.Kept.Known;
import io.mainstem.learn.Kept.Pending;
import io.mainstem.learn.LabelCounts.Kind;
import io.mainstem.learn.LabelWait.Outcome;
import io.mainstem.spec.LabelsSpec;
import io.mainstem.spec.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What labels, and the end of a wait, make of an event that came before. */
final class KnownLabels {

    private final WaitRules rules;
    private final LabelLayout layout;
    private final LabelCounts[] counts;

    KnownLabels(WaitRules rules, LabelLayout layout, LabelCounts[] counts) {
        this.rules = rules;
        this.layout = layout;
        this.counts = counts;
    }

    /** Takes labels of the event; returns what is known of it now, the same object where nothing changed. */
    Known answer(Known known, LabelRecord record, Source source, long offset, long now, Outcome outcome) {
        Labels learned = Labels.none(layout);
        Map<Reason, List<String>> refused = new EnumMap<>(Reason.class);
        Known after = known;
        for (int t = 0; t < rules.tasks(); t++) {
            if (!record.labels().present()[t]) {
                continue;
            }
            Pending pending = known.pending(t);
            boolean isOver = now >= rules.deadline(known, t);
            // At the end of its wait another label is taken for it, be that done already or still to be done.
            boolean second = pending != null && (!pending.isOpen() || (isOver && rules.otherwise(t) != null));
            if (pending != null && pending.outputs().length > 0 && !isOver) {
                layout.copy(t, record.labels(), learned);
                counts[t].add(second ? Kind.SECOND : Kind.ANSWERED, 1);
                if (!second) {
                    counts[t].add(Kind.WAITING, -1);
                    after = after.with(after.replaced(t, pending.answered(learnsSeconds())), now);
                }
            } else {
                counts[t].add(second ? Kind.SECOND : Kind.LATE, 1);
                if (!isIgnored(second)) {
                    refused.computeIfAbsent(second ? Reason.SECOND_LABEL : Reason.LATE_LABEL, r -> new ArrayList<>())
                            .add(rules.name(t));
                }
            }
        }
        if (!learned.isEmpty()) {
            long time = record.time() == Event.NO_TIME ? now : record.time();
            outcome.learn(late(record.id(), known, learned, source, offset, time));
        }
        refused.forEach((reason, tasks) ->
                outcome.refuse(new Refusal(reason, record.id(), source, offset, message(reason, tasks))));
        return after;
    }

    private boolean learnsSeconds() {
        return rules.policies().second() == LabelsSpec.Second.LEARN;
    }

    private boolean isIgnored(boolean second) {
        return second
                ? rules.policies().second() == LabelsSpec.Second.IGNORE
                : rules.policies().late() == LabelsSpec.Late.IGNORE;
    }

    private static String message(Reason reason, List<String> tasks) {
        String why = reason == Reason.SECOND_LABEL ? "the event has had a label" : "not waited for, or not any more";
        return "labels of " + String.join(", ", tasks) + ": " + why;
    }

    /** Ends the waits that are over at the time; returns what is known of the event now. */
    Known expire(String id, Known known, long time, Outcome outcome) {
        Labels otherwise = Labels.none(layout);
        // Also ends what waits for nothing any more, as its tasks are gone from the learner file.
        Known after = known.with(known.tasks(), time);
        for (Pending pending : known.tasks()) {
            int t = pending.task();
            if (pending.outputs().length == 0 || rules.deadline(known, t) > time) {
                continue;
            }
            List<Double> label = rules.otherwise(t);
            boolean drop = pending.isOpen() && label == null;
            after = after.with(after.replaced(t, drop ? null : pending.answered(false)), time);
            if (pending.isOpen()) {
                counts[t].add(Kind.WAITING, -1);
                counts[t].add(drop ? Kind.DROPPED : Kind.OTHERWISE, 1);
                for (int i = 0; label != null && i < label.size(); i++) {
                    otherwise.values()[layout.labelOffset(t) + i] = label.get(i);
                }
                otherwise.present()[t] = !drop;
            }
        }
        if (!otherwise.isEmpty()) {
            outcome.learn(late(id, known, otherwise, Source.EVENTS, known.offset(), time));
        }
        return after;
    }

    /** Gives up what the event still waits for. */
    void drop(Known known) {
        for (Pending pending : known.tasks()) {
            if (pending.isOpen()) {
                counts[pending.task()].add(Kind.WAITING, -1);
                counts[pending.task()].add(Kind.DROPPED, 1);
            }
        }
    }

    private LateLabels late(String id, Known known, Labels labels, Source source, long offset, long time) {
        double[] outputs = new double[layout.outputWidth()];
        Arrays.fill(outputs, Double.NaN);
        double[] regions = new double[layout.regionWidth()];
        Arrays.fill(regions, Double.NaN);
        for (int t = 0; t < layout.tasks(); t++) {
            if (labels.present()[t]) {
                Pending ofTask = requireNonNull(known.pending(t));
                System.arraycopy(ofTask.outputs(), 0, outputs, layout.outputOffset(t), ofTask.outputs().length);
                System.arraycopy(ofTask.regions(), 0, regions, layout.regionOffset(t), ofTask.regions().length);
            }
        }
        long age = Math.max(0, time - known.time());
        return new LateLabels(id, source, offset, age, labels, requireNonNull(known.row()), outputs, regions);
    }
}
