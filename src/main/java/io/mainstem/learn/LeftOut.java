package io.mainstem.learn;

import io.mainstem.evaluate.Comparison;
import io.mainstem.evaluate.Ratio;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Which tasks no longer shape the trunk, as they cost others more than sharing brings them. What a task that shapes it
 * pays is laid to the charge of those others that do, by how far their gradients are against its own; where none are, to
 * all of them alike: its twin has the same capacity for itself. One task at a time is left out, the one that costs most,
 * never a task only because it pays; and before another one the comparisons begin afresh.
 */
final class LeftOut {

    static final int NONE = -1;

    /** What a task pays has to be more than this, and so far from nothing that the interval would fit in twice. */
    private static final double LEAST_LOSS = 0.01;

    private static final int LEAST_HALVES = 2;

    private final boolean[] out;
    private final int patience;

    /**
     * None of so many tasks.
     *
     * @param patience labels of a task without which nothing is laid to its charge, nor to another's for it: in the
     *     beginning a task may pay for what it gains later
     */
    LeftOut(int tasks, int patience) {
        out = new boolean[tasks];
        this.patience = patience;
    }

    boolean contains(int task) {
        return out[task];
    }

    void add(int task) {
        out[task] = true;
    }

    /** The task that is to be left out next, or {@link #NONE}. */
    int next(List<Twin> twins, TaskBalance balance) {
        double[] costs = new double[out.length];
        for (Twin payer : twins) {
            Ratio gain = payer.comparison().recent();
            if (isKnown(payer) && pays(gain)) {
                charge(payer, -gain.value(), twins, balance, costs);
            }
        }
        int next = NONE;
        for (Twin twin : twins) {
            int t = twin.task();
            boolean costsMore = costs[t] > twin.comparison().recent().value();
            if (isKnown(twin) && costs[t] > 0 && costsMore && (next == NONE || costs[t] > costs[next])) {
                next = t;
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

    private void charge(Twin payer, double loss, List<Twin> twins, TaskBalance balance, double[] costs) {
        double conflict = 0;
        int others = 0;
        for (Twin twin : twins) {
            if (twin != payer && !out[twin.task()]) {
                conflict += conflict(payer, twin, balance);
                others++;
            }
        }
        for (Twin twin : twins) {
            if (twin != payer && !out[twin.task()]) {
                costs[twin.task()] += loss * (conflict > 0 ? conflict(payer, twin, balance) / conflict : 1.0 / others);
            }
        }
    }

    private static double conflict(Twin one, Twin other, TaskBalance balance) {
        return Math.max(0, -balance.cosine(one.task(), other.task()));
    }

    int stateBytes() {
        return out.length;
    }

    void write(ByteBuffer to) {
        for (boolean each : out) {
            to.put((byte) (each ? 1 : 0));
        }
    }

    void read(ByteBuffer in) {
        for (int t = 0; t < out.length; t++) {
            out[t] = in.get() == 1;
        }
    }
}
