package io.mainstem.event;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What joint training brings one task: by how much its loss is below that of a twin which learns this task alone, as a
 * fraction of the twin's loss. Above 0 the task gains, below 0 it pays.
 *
 * @param labels of the task that both predicted; the first few do not count
 * @param share of the mini-batches from which twins learn
 * @param gain over the run; NaN before the first label, and so are the others
 * @param low the lower end of its confidence interval of 95 %; NaN with too few labels for one
 * @param high its upper end
 * @param recentGain over the newest labels
 * @param recentLow the lower end of its confidence interval of 95 %
 * @param recentHigh its upper end
 * @param leftOut whether the task no longer shapes the trunk, as it cost others more than sharing brought it
 */
public record TransferGain(
        long labels,
        double share,
        double gain,
        double low,
        double high,
        double recentGain,
        double recentLow,
        double recentHigh,
        boolean leftOut) {

    /** The gains and their intervals by name; those that are not known yet are absent. */
    public Map<String, Double> numbers() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("gain", gain);
        numbers.put("low", low);
        numbers.put("high", high);
        numbers.put("recentGain", recentGain);
        numbers.put("recentLow", recentLow);
        numbers.put("recentHigh", recentHigh);
        numbers.values().removeIf(number -> !Double.isFinite(number));
        return numbers;
    }
}
