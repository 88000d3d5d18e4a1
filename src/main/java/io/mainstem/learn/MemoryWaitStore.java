package io.mainstem.learn;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** In memory, for as long as the process lives. */
final class MemoryWaitStore implements WaitStore {

    private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public byte @Nullable [] get(byte[] key) {
        return entries.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        entries.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        entries.remove(key);
    }

    @Override
    public void keysFrom(byte[] first, Predicate<byte[]> visitor) {
        for (byte[] key : entries.tailMap(first).keySet()) {
            if (!visitor.test(key)) {
                return;
            }
        }
    }
}
