package io.mainstem.observe;

import io.mainstem.stream.PredictionSample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A partition's newest predictions of those that are told, and beside them the newest of which something became known
 * later: where labels take their time, those are older than all of the first. Thread-safe.
 */
final class Samples {

    private static final int MOST_NEW = 24;
    private static final int MOST_AGAIN = 4;

    private final Map<String, PredictionSample> newest = new LinkedHashMap<>();
    private final Map<String, PredictionSample> again = new LinkedHashMap<>();

    synchronized void add(PredictionSample sample) {
        String id = sample.prediction().id();
        if (sample.again()) {
            again.remove(id); // its place is that of the newest
            again.put(id, sample);
            newest.replace(id, sample);
            bound(again, MOST_AGAIN);
        } else {
            again.remove(id);
            newest.remove(id);
            newest.put(id, sample);
            bound(newest, MOST_NEW);
        }
    }

    private static void bound(Map<String, PredictionSample> samples, int most) {
        if (samples.size() > most) {
            samples.remove(samples.keySet().iterator().next());
        }
    }

    /** Each once, in the order in which the predictions were made. */
    synchronized List<PredictionSample> all() {
        Map<String, PredictionSample> all = new LinkedHashMap<>(again);
        all.putAll(newest);
        List<PredictionSample> sorted = new ArrayList<>(all.values());
        sorted.sort(Comparator.comparingLong(PredictionSample::at));
        return sorted;
    }
}
