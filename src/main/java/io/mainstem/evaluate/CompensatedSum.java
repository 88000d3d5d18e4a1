package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/**
 * A sum whose rounding error does not grow with the number of terms (A. Neumaier, Rundungsfehleranalyse einiger
 * Verfahren zur Summation endlicher Summen, 1974).
 */
final class CompensatedSum implements Saved {

    private double sum;
    private double lost;

    void add(double term) {
        double next = sum + term;
        // What the larger of the two loses in the addition cannot be told from the smaller one.
        lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
        sum = next;
    }

    void merge(CompensatedSum other) {
        add(other.sum);
        lost += other.lost;
    }

    void fade(double factor) {
        sum *= factor;
        lost *= factor;
    }

    double value() {
        return sum + lost;
    }

    @Override
    public int stateBytes() {
        return 2 * Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        out.putDouble(sum).putDouble(lost);
    }

    @Override
    public void read(ByteBuffer in) {
        sum = in.getDouble();
        lost = in.getDouble();
    }
}
