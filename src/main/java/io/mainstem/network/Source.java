package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import org.jspecify.annotations.Nullable;

/** What the bottom layer of a stack reads: the mini-batch itself, or what other layers made of it. */
final class Source {

    private final Matrix values;
    private final @Nullable Representation representation;
    private final int sparseInputs;
    private final int fanIn;

    private Source(Matrix values, @Nullable Representation representation, int sparseInputs, int fanIn) {
        this.values = values;
        this.representation = representation;
        this.sparseInputs = sparseInputs;
        this.fanIn = fanIn;
    }

    /** The mini-batch; of its dense inputs {@link #read} takes a copy. */
    static Source inputs(int denseInputs, int sparseInputs, int fanIn, int capacity) {
        return new Source(Matrix.zeros(capacity, denseInputs), null, sparseInputs, fanIn);
    }

    static Source of(Representation representation) {
        return new Source(representation.values(), representation, 0, representation.width());
    }

    void read(MiniBatch batch) {
        values.write(0, batch.dense(), batch.size() * values.columns());
    }

    /** {@code [capacity, dense inputs]} */
    Matrix values() {
        return values;
    }

    /** Where the gradient goes; null for the mini-batch. */
    @Nullable
    Representation representation() {
        return representation;
    }

    int sparseInputs() {
        return sparseInputs;
    }

    /** How many inputs of a row are expected not to be 0. */
    int fanIn() {
        return fanIn;
    }
}
