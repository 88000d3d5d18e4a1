package io.mainstem.app;

import java.util.Locale;

/**
 * A model's metric held against its baseline's.
 *
 * @param text says by how much; of losses in per cent, of others in the metric itself
 */
record Verdict(Outcome outcome, String text) {

    enum Outcome {
        BETTER,
        WORSE,
        EQUAL,
        UNKNOWN
    }

    static final Verdict UNKNOWN = new Verdict(Outcome.UNKNOWN, "");

    static Verdict of(double model, double baseline, boolean lowerIsBetter) {
        double gain = lowerIsBetter ? baseline - model : model - baseline;
        if (!Double.isFinite(gain)) {
            return UNKNOWN;
        }
        if (gain == 0) {
            return new Verdict(Outcome.EQUAL, "equal");
        }
        Outcome outcome = gain > 0 ? Outcome.BETTER : Outcome.WORSE;
        String by = lowerIsBetter && baseline != 0
                ? percent(100 * Math.abs(gain / baseline))
                : String.format(Locale.ROOT, Math.abs(gain) < 100 ? "%.4f" : "%.1e", Math.abs(gain));
        return new Verdict(outcome, by + (outcome == Outcome.BETTER ? " better" : " worse"));
    }

    private static String percent(double percent) {
        return percent < 1000 ? String.format(Locale.ROOT, "%.1f %%", percent) : "over 1000 %";
    }
}
