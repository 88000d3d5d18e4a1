package io.mainstem.learn;

import io.mainstem.evaluate.Comparison;
import io.mainstem.evaluate.Ratio;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Which tasks no longer shape the trunk, as they cost others more than sharing brings them. What a task that shapes it
 * pays is laid to the charge of those others that do and whose gradients do not agree with its own, the more the further
 * they are against it. One task at a time is left out, the one that costs most, never one only because it pays.
 *
 * <p>At first that is a trial: with the comparisons begun afresh, the task comes back if it clearly loses more by it than
 * the others win, and the next trial is only after twice as many labels.
 */
final class LeftOut {

    private static final int NONE = -1;

    /** What a task pays has to be more than this, and so far from nothing that half the interval would fit in twice. */
    private static final double LEAST_LOSS = 0.01;

    private static final int LEAST_HALVES = 2;
    /** Above this cosine two tasks agree; nearer to 0 it may be noise, and they may still want the trunk for themselves. */
    private static final double AGREEING = 0.1;
    /** What is lost counts as more than what is won from so many times on: losses of two tasks compare only roughly. */
    private static final double CLEARLY = 2;

    private final boolean[] out;
    /** Labels of a task without which it is not looked at: in the beginning a task may pay for what it gains later. */
    private long patience;
    /** The task whose leaving is a trial. */
    private int tried = NONE;
    /** {@code [tasks]} of a trial, the gains when it began; NaN of tasks that have no part in it. */
    private final double[] before;

    /** None of so many tasks. */
    LeftOut(int tasks, int patience) {
        out = new boolean[tasks];
        before = new double[tasks];
        Arrays.fill(before, Double.NaN);
        this.patience = patience;
    }

    boolean contains(int task) {
        return out[task];
    }

    /** Looks at how the tasks do beside their twins; whether a task left or came back. */
    boolean look(List<Twin> twins, TaskBalance balance) {
        if (tried != NONE) {
            return judge(twins);
        }
        int next = next(twins, balance);
        if (next == NONE) {
            return false;
        }
        for (Twin twin : twins) {
            before[twin.task()] = isKnown(twin) ? twin.comparison().recent().value() : Double.NaN;
        }
        out[next] = true;
        tried = next;
        return true;
    }

    /** Ends the trial once all that have a part in it have enough labels. */
    private boolean judge(List<Twin> twins) {
        double won = 0;
        double lost = 0;
        long labels = 0;
        for (Twin twin : twins) {
            double earlier = before[twin.task()];
            if (Double.isNaN(earlier)) {
                continue;
            }
            if (!twin.comparison().isRecentFull()) {
                return false;
            }
            double more = twin.comparison().recent().value() - earlier;
            won += twin.task() == tried ? 0 : more;
            lost -= twin.task() == tried ? more : 0;
            labels = Math.max(labels, twin.comparison().labels());
        }
        boolean comesBack = lost > CLEARLY * Math.max(0, won) + LEAST_LOSS;
        if (comesBack) {
            out[tried] = false;
            patience = 2 * labels;
        }
        tried = NONE;
        Arrays.fill(before, Double.NaN);
        return comesBack;
    }

    private int next(List<Twin> twins, TaskBalance balance) {
        double[] costs = new double[out.length];
        for (Twin payer : twins) {
            if (isKnown(payer) && pays(payer.comparison().recent())) {
                charge(payer, twins, balance, costs);
            }
        }
        int next = NONE;
        for (Twin twin : twins) {
            int t = twin.task();
            if (costs[t] > 0 && costs[t] > twin.comparison().recent().value()) {
                next = next == NONE || costs[t] > costs[next] ? t : next;
            }
        }
        return next;
    }

    private boolean isKnown(Twin twin) {
        Comparison comparison = twin.comparison();
        return !out[twin.task()] && comparison.isRecentFull() && comparison.labels() >= patience;
    }

    private static boolean pays(Ratio gain) {
        double half = gain.high() - gain.value();
        return gain.value() + LEAST_HALVES * half < 0 && gain.value() < -LEAST_LOSS;
    }

    private void charge(Twin payer, List<Twin> twins, TaskBalance balance, double[] costs) {
        double all = 0;
        for (Twin twin : twins) {
            all += conflict(payer, twin, balance);
        }
        double loss = -payer.comparison().recent().value();
        for (Twin twin : twins) {
            costs[twin.task()] += all > 0 ? loss * conflict(payer, twin, balance) / all : 0;
        }
    }

    private double conflict(Twin payer, Twin other, TaskBalance balance) {
        if (payer == other || !isKnown(other)) {
            return 0;
        }
        return Math.max(0, AGREEING - balance.cosine(payer.task(), other.task()));
    }

    int stateBytes() {
        return out.length * (1 + Double.BYTES) + Long.BYTES + Integer.BYTES;
    }

    /** Lets all tasks shape the trunk again. */
    void clear() {
        Arrays.fill(out, false);
        tried = NONE;
    }

    void write(ByteBuffer to) {
        to.putLong(patience).putInt(tried);
        for (int t = 0; t < out.length; t++) {
            to.putDouble(before[t]).put((byte) (out[t] ? 1 : 0));
        }
    }

    void read(ByteBuffer in) {
        patience = in.getLong();
        tried = in.getInt();
        for (int t = 0; t < out.length; t++) {
            before[t] = in.getDouble();
            out[t] = in.get() == 1;
        }
    }
}
