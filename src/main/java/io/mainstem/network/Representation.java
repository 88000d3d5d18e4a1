package io.mainstem.network;

/** What a layer gives to those that read it, and where the loss's derivative by it gathers; both {@code [capacity, width]}. */
final class Representation {

    private final Matrix values;
    private final Matrix gradient;
    private boolean empty = true;

    Representation(int capacity, int width) {
        values = Matrix.zeros(capacity, width);
        gradient = Matrix.zeros(capacity, width);
    }

    int width() {
        return values.columns();
    }

    Matrix values() {
        return values;
    }

    Matrix gradient() {
        return gradient;
    }

    /** What its gradient so far counts for when a reader adds its share: nothing for the first of them, then all. */
    float takeShare() {
        float beta = empty ? 0f : 1f;
        empty = false;
        return beta;
    }

    /** Whether no reader has added its share since the last use. */
    boolean isSpent() {
        return empty;
    }

    /** The gradient has been used; the next share starts it anew. */
    void spend() {
        empty = true;
    }
}
