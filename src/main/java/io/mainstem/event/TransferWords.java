package io.mainstem.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What joint training brings the tasks, in words: which gain and which pay. */
public final class TransferWords {

    private TransferWords() {}

    /** A sentence for each task that is compared with a twin, without a full stop; in the order of the metrics. */
    public static List<String> of(List<TaskMetrics> metrics) {
        List<String> sentences = new ArrayList<>();
        for (TaskMetrics task : metrics) {
            TransferGain gain = task.insight().transfer();
            if (gain != null) {
                sentences.add(task.task() + of(gain) + (gain.leftOut() ? "; it no longer shapes the trunk" : ""));
            }
        }
        return sentences;
    }

    private static String of(TransferGain gain) {
        if (!Double.isFinite(gain.low()) || !Double.isFinite(gain.high())) {
            return ": too few labels yet to tell what joint training brings";
        } else if (gain.low() > 0) {
            return " gains " + percent(gain.gain(), gain.low(), gain.high()) + " from joint training";
        } else if (gain.high() < 0) {
            return " pays " + percent(-gain.gain(), -gain.high(), -gain.low()) + " for joint training";
        }
        return String.format(
                Locale.ROOT,
                ": joint training makes no difference that shows yet (%.1f to %.1f %%)",
                100 * gain.low(),
                100 * gain.high());
    }

    private static String percent(double value, double low, double high) {
        return String.format(Locale.ROOT, "%.1f %% (%.1f to %.1f)", 100 * value, 100 * low, 100 * high);
    }
}
