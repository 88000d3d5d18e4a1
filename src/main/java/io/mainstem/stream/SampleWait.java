package io.mainstem.stream;

import io.mainstem.event.Event;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.Labels;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.WaitSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What labels, and the end of a wait for them, make of a sample; as the learner file says, in the stream's time. */
final class SampleWait {

    private final LabelLayout layout;
    /** {@code [tasks]} null for a task whose labels are not waited for. */
    private final @Nullable WaitSpec[] waits;

    SampleWait(LearnerSpec spec, LabelLayout layout) {
        this.layout = layout;
        waits = spec.tasks().stream()
                .map(task -> spec.labels().waits().get(task.name()))
                .toArray(WaitSpec[]::new);
    }

    /** When the next of its waits is over, epoch milliseconds; {@link Long#MAX_VALUE} where it waits for nothing. */
    long due(PredictionSample sample) {
        long due = Long.MAX_VALUE;
        for (int t = 0; t < waits.length; t++) {
            due = Math.min(due, due(sample, t));
        }
        return due;
    }

    private long due(PredictionSample sample, int task) {
        WaitSpec wait = waits[task];
        long time = sample.prediction().time();
        boolean waits = wait != null
                && time != Event.NO_TIME
                && !sample.over()[task]
                && (sample.labels() == null || !sample.labels().present()[task]);
        return waits ? time + wait.time().toMillis() : Long.MAX_VALUE;
    }

    /** With labels that came, of each task the newest. */
    PredictionSample labelled(PredictionSample sample, Labels later) {
        Labels labels = copy(sample.labels());
        boolean[] over = sample.over().clone();
        for (int t = 0; t < waits.length; t++) {
            if (later.present()[t]) {
                layout.copy(t, later, labels);
                over[t] = false;
            }
        }
        return new PredictionSample(sample.at(), sample.prediction(), labels, over, true);
    }

    /** Without the waits that are over at the time, and with what is taken for labels that did not come. */
    PredictionSample ended(PredictionSample sample, long time) {
        Labels labels = copy(sample.labels());
        boolean[] over = sample.over().clone();
        for (int t = 0; t < waits.length; t++) {
            if (due(sample, t) > time) {
                continue;
            }
            over[t] = true;
            WaitSpec wait = waits[t];
            List<Double> otherwise = wait == null ? null : wait.otherwise();
            if (otherwise != null) {
                for (int i = 0; i < otherwise.size(); i++) {
                    labels.values()[layout.labelOffset(t) + i] = otherwise.get(i);
                }
                labels.present()[t] = true;
            }
        }
        return new PredictionSample(sample.at(), sample.prediction(), labels.isEmpty() ? null : labels, over, true);
    }

    private Labels copy(@Nullable Labels some) {
        Labels copy = Labels.none(layout);
        for (int t = 0; some != null && t < waits.length; t++) {
            if (some.present()[t]) {
                layout.copy(t, some, copy);
            }
        }
        return copy;
    }
}
