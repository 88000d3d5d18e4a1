package io.mainstem.learn;

import java.nio.ByteBuffer;

/**
 * Which mini-batches the twins learn from, so that all of them together cost no more than is allowed: as in an account,
 * each mini-batch of the joint network pays in a fraction of its cost, and what the twins cost is drawn. The costs are
 * computed, not measured: the same mini-batches are taken every time.
 */
final class TwinBudget {

    private final double fraction;
    private final boolean unlimited;
    private double balance;
    /** Of the last mini-batch that was taken. */
    private double price;

    private long seen;
    private long taken;

    /**
     * An empty account.
     *
     * @param fraction of the joint network's cost
     * @param unlimited whether every mini-batch is taken
     */
    TwinBudget(double fraction, boolean unlimited) {
        this.fraction = fraction;
        this.unlimited = unlimited;
    }

    /**
     * Whether the twins learn from the next mini-batch. What is in it has no part in that, or labels that cost more would be
     * learned less often.
     *
     * @param jointCost of the joint network's step
     */
    boolean takes(double jointCost) {
        seen++;
        balance += fraction * jointCost;
        // Not as soon as there is enough: that would be every so many mini-batches, and a stream may have a rhythm too.
        boolean takes = unlimited || balance >= 2 * unit(seen) * price;
        taken += takes ? 1 : 0;
        return takes;
    }

    /** Draws what the twins' steps cost. */
    void spend(double cost) {
        balance = unlimited ? 0 : balance - cost;
        price = cost;
    }

    /** Of the mini-batches so far, how many the twins learned from; 1 before the first. */
    double share() {
        return seen == 0 ? 1 : (double) taken / seen;
    }

    long taken() {
        return taken;
    }

    /** From 0 to 1: the finaliser of SplitMix64 (Steele, Lea and Flood 2014) of the number. */
    private static double unit(long number) {
        long hash = number * 0x9e3779b97f4a7c15L;
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return ((hash ^ (hash >>> 31)) >>> 11) * 0x1p-53;
    }

    int stateBytes() {
        return 2 * Double.BYTES + 2 * Long.BYTES;
    }

    void write(ByteBuffer out) {
        out.putDouble(balance).putDouble(price).putLong(seen).putLong(taken);
    }

    void read(ByteBuffer in) {
        balance = in.getDouble();
        price = in.getDouble();
        seen = in.getLong();
        taken = in.getLong();
    }
}
