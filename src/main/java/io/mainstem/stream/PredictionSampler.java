package io.mainstem.stream;

import io.mainstem.event.LabelLayout;
import io.mainstem.event.Labels;
import io.mainstem.event.Prediction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Picks an event now and then, tells its prediction when it is made, and again when labels of it come later. Of one
 * stream thread.
 */
final class PredictionSampler {

    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

    /** That are watched for labels. */
    private static final int MOST = 64;

    private final LabelLayout layout;
    private final Consumer<PredictionSample> to;
    private final Map<String, PredictionSample> watched = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PredictionSample> eldest) {
            return size() > MOST;
        }
    };
    private long pickedAt = System.nanoTime() - INTERVAL;
    /** An event that was picked and whose prediction is to come. */
    private @Nullable String picked;

    private @Nullable Labels pickedLabels;

    PredictionSampler(LabelLayout layout, Consumer<PredictionSample> to) {
        this.layout = layout;
        this.to = to;
    }

    /** Looks at a record that is about to be taken. */
    void taking(Decoded decoded) {
        if (decoded instanceof Decoded.Later later) {
            PredictionSample sample = watched.get(later.labels().id());
            if (sample != null) {
                tell(new PredictionSample(
                        sample.prediction(),
                        both(sample.labels(), later.labels().labels())));
            }
        } else if (decoded instanceof Decoded.Good good) {
            long now = System.nanoTime();
            if (now - pickedAt >= INTERVAL) {
                pickedAt = now;
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
            tell(new PredictionSample(prediction, pickedLabels));
        }
    }

    private void tell(PredictionSample sample) {
        watched.put(sample.prediction().id(), sample);
        to.accept(sample);
    }

    private Labels both(@Nullable Labels earlier, Labels later) {
        Labels both = Labels.none(layout);
        for (int t = 0; t < layout.tasks(); t++) {
            if (later.present()[t]) {
                layout.copy(t, later, both);
            } else if (earlier != null && earlier.present()[t]) {
                layout.copy(t, earlier, both);
            }
        }
        return both;
    }
}
