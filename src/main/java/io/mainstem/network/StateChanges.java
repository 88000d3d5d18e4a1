package io.mainstem.network;

/** Is told which stretches of a network's state its last step changed. */
@FunctionalInterface
public interface StateChanges {

    /** {@code length} bytes from {@code offset} on; both multiples of 4. */
    void changed(StateArray array, int offset, int length);
}
