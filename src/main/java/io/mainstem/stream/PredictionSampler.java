package io.mainstem.stream;

import io.mainstem.event.Event;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.Labels;
import io.mainstem.event.Prediction;
import io.mainstem.spec.LearnerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Picks an event now and then, tells its prediction when it is made, and again when labels of it come later, or the wait
 * for them ends. Of one stream thread.
 */
final class PredictionSampler {

    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

    private final LabelLayout layout;
    private final SampleWait wait;
    private final WatchedSamples watched;
    private final Consumer<PredictionSample> to;
    private final LongSupplier nanos;
    private long pickedAt;
    /** The stream's time: the latest of any record. */
    private long now = Event.NO_TIME;
    /** No wait of those that are watched is over before this time. */
    private long due = Long.MAX_VALUE;
    /** An event that was picked and whose prediction is to come. */
    private @Nullable String picked;

    private @Nullable Labels pickedLabels;

    PredictionSampler(LearnerSpec spec, Consumer<PredictionSample> to) {
        this(spec, to, System::nanoTime);
    }

    /** By another clock. */
    PredictionSampler(LearnerSpec spec, Consumer<PredictionSample> to, LongSupplier nanos) {
        this.to = to;
        this.nanos = nanos;
        layout = new LabelLayout(spec.tasks());
        wait = new SampleWait(spec, layout);
        watched = new WatchedSamples(wait);
        pickedAt = nanos.getAsLong() - INTERVAL;
    }

    /** Looks at a record that is about to be taken. */
    void taking(Decoded decoded) {
        if (decoded instanceof Decoded.Later later) {
            pass(later.labels().time());
            PredictionSample sample = watched.get(later.labels().id());
            if (sample != null) {
                tell(wait.labelled(sample, later.labels().labels()));
            }
        } else if (decoded instanceof Decoded.Good good) {
            pass(good.event().time());
            long at = nanos.getAsLong();
            if (at - pickedAt >= INTERVAL) {
                pickedAt = at;
                Labels labels = good.event().labels();
                picked = good.event().id();
                pickedLabels = labels.isEmpty() ? null : labels;
            }
        }
    }

    /** Looks at each prediction that is sent out. */
    void predicted(Prediction prediction) {
        if (picked != null && picked.equals(prediction.id())) {
            picked = null;
            tell(new PredictionSample(
                    System.currentTimeMillis(), prediction, pickedLabels, new boolean[layout.tasks()], false));
        }
    }

    private void pass(long time) {
        now = Math.max(now, time);
        if (now < due) {
            return;
        }
        List<PredictionSample> over = new ArrayList<>();
        due = Long.MAX_VALUE;
        for (PredictionSample sample : watched.all()) {
            if (wait.due(sample) <= now) {
                over.add(sample);
            } else {
                due = Math.min(due, wait.due(sample));
            }
        }
        over.forEach(sample -> tell(wait.ended(sample, now)));
    }

    private void tell(PredictionSample sample) {
        watched.put(sample);
        due = Math.min(due, wait.due(sample));
        to.accept(sample);
    }
}
