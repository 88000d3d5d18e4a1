package io.mainstem.evaluate;

import io.mainstem.spec.IntervalSpec;
import java.nio.ByteBuffer;

/**
 * How large a score is still to be expected, so that the wanted share of scores is not larger: adaptive conformal inference
 * (I. Gibbs, E. Candès, Adaptive Conformal Inference Under Distribution Shift, 2021). It is the (1 − αₜ) quantile of the
 * newest scores; after each score αₜ₊₁ = αₜ + γ (α − errₜ), where errₜ is 1 if the score was larger, else 0. So whatever
 * the world does, the share over a long time is the wanted one.
 *
 * <p>errₜ is that of the quantile as it is when the score comes, and not as it was when the prediction was sent out: the
 * labels of many events may be out at a time, and to steer by what comes back so late would swing to and fro.
 *
 * <p>Where αₜ is 1 or more, nothing is expected. Where it is 0 or less, everything is; of scores that have no bound, what
 * is expected then is the largest one kept, and as much again for each γ below 0. There αₜ ends at −10 γ, and at the other
 * end at 1 + γ, so that what was extraordinary does not have to be made up for long.
 */
final class AdaptiveQuantile implements Saved {

    /** Scores from which there is one, if so many are kept. */
    static final int NEEDED = 100;

    /** Below all scores. */
    static final double NOTHING = -1;

    private static final int STEPS_BELOW = 10;

    private final double misses;
    private final double stepSize;
    private final double everything;
    private final int needed;
    private final NewestScores scores;
    private double level;

    /**
     * Of no scores yet.
     *
     * @param everything a value that no score is above; infinite if there is none
     */
    AdaptiveQuantile(IntervalSpec.Adaptive spec, double everything) {
        misses = 1 - spec.coverage();
        stepSize = spec.stepSize();
        this.everything = everything;
        needed = Math.min(NEEDED, spec.window());
        scores = new NewestScores(spec.window());
        level = misses;
    }

    /** NaN as long as there are too few scores to tell. */
    double value() {
        int kept = scores.size();
        if (kept < needed) {
            return Double.NaN;
        }
        if (level >= 1) {
            return NOTHING;
        }
        if (level <= 0) {
            return everything < Double.POSITIVE_INFINITY
                    ? everything
                    : Math.min(Double.MAX_VALUE, scores.ofRank(kept) * (1 - level / stepSize));
        }
        // One more than there are: the next score is as likely to be in any place among them.
        int rank = (int) Math.ceil((kept + 1) * (1 - level));
        return scores.ofRank(Math.min(rank, kept));
    }

    /** Takes the next score, at least 0; one that is no number, or infinite, says nothing. */
    void add(double score) {
        if (!Double.isFinite(score)) {
            return;
        }
        double expected = value();
        if (!Double.isNaN(expected)) {
            double moved = level + stepSize * (misses - (score > expected ? 1 : 0));
            level = Math.max(-STEPS_BELOW * stepSize, Math.min(1 + stepSize, moved));
        }
        scores.add(score);
    }

    @Override
    public int stateBytes() {
        return Double.BYTES + scores.stateBytes();
    }

    @Override
    public void write(ByteBuffer out) {
        out.putDouble(level);
        scores.write(out);
    }

    @Override
    public void read(ByteBuffer in) {
        level = in.getDouble();
        scores.read(in);
    }
}
