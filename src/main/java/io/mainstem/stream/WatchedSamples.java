package io.mainstem.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest samples, and beside them some of the older ones that still wait for labels: spread over the time since the
 * oldest of them, so that labels are met whether they take seconds or days. By the events' ids, in bounded memory.
 */
final class WatchedSamples {

    private static final int MOST_NEW = 64;
    private static final int MOST_OLD = 64;

    private final SampleWait wait;
    private final Map<String, PredictionSample> newest = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PredictionSample> eldest) {
            if (size() <= MOST_NEW) {
                return false;
            }
            keep(eldest.getValue());
            return true;
        }
    };
    /** In the order in which they were made. */
    private final Map<String, PredictionSample> old = new LinkedHashMap<>();

    WatchedSamples(SampleWait wait) {
        this.wait = wait;
    }

    @Nullable
    PredictionSample get(String id) {
        PredictionSample sample = newest.get(id);
        return sample == null ? old.get(id) : sample;
    }

    /** Those that are watched now. */
    List<PredictionSample> all() {
        List<PredictionSample> all = new ArrayList<>(old.values());
        all.addAll(newest.values());
        return all;
    }

    /** Takes a new one, or one that is watched and of which more is known now. */
    void put(PredictionSample sample) {
        String id = sample.prediction().id();
        if (!sample.again() || newest.containsKey(id)) {
            old.remove(id);
            newest.put(id, sample);
        } else if (isOpen(sample)) {
            old.replace(id, sample);
        } else {
            old.remove(id);
        }
    }

    private void keep(PredictionSample sample) {
        if (!isOpen(sample)) {
            return;
        }
        old.put(sample.prediction().id(), sample);
        if (old.size() > MOST_OLD) {
            old.remove(leastMissed());
        }
    }

    private boolean isOpen(PredictionSample sample) {
        return wait.due(sample) < Long.MAX_VALUE;
    }

    /** The one, neither first nor last, between whose neighbours the least time lies. */
    private String leastMissed() {
        List<PredictionSample> all = List.copyOf(old.values());
        int found = 1;
        for (int i = 2; i < all.size() - 1; i++) {
            if (gap(all, i) < gap(all, found)) {
                found = i;
            }
        }
        return all.get(found).prediction().id();
    }

    private static long gap(List<PredictionSample> all, int i) {
        // What is open has a time.
        return Math.abs(
                all.get(i + 1).prediction().time() - all.get(i - 1).prediction().time());
    }
}
