package io.mainstem.network;

/** Takes arrays by name, one after the other. */
@FunctionalInterface
public interface ArraySink {

    /**
     * Takes one.
     *
     * @param npy a whole file in the format of NumPy, little-endian, row-major
     */
    void array(String name, byte[] npy);
}
