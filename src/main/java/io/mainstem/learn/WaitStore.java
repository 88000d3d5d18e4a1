package io.mainstem.learn;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a learner keeps what waits for labels: values by their keys, in the order of the keys' bytes, unsigned. What was put or
 * deleted is there, or not there, for the next call.
 */
public interface WaitStore {

    byte @Nullable [] get(byte[] key);

    /** Keeps both arrays, which nobody changes afterwards. */
    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /**
     * Hands over the keys from the first on, in their order, as long as the visitor wants another. The visitor changes
     * nothing in the store.
     */
    void keysFrom(byte[] first, Predicate<byte[]> visitor);
}
