package io.mainstem.learn;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DueIndexTest {

    /** Counts how often it is read. */
    private static final class CountingStore implements WaitStore {
        private final MemoryWaitStore store = new MemoryWaitStore();
        private long keys;

        @Override
        public byte @Nullable [] get(byte[] key) {
            return store.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            store.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            store.delete(key);
        }

        @Override
        public void keysFrom(byte[] first, Predicate<byte[]> visitor) {
            store.keysFrom(first, key -> {
                keys++;
                return visitor.test(key);
            });
        }
    }

    private record Entry(long time, String id) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : id.compareTo(other.id);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void givesWhatIsDueInOrderAndReadsTheStoreOnce(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CountingStore store = new CountingStore();
        store.put(WaitKeys.ofId("an id is no entry"), new byte[0]);
        DueIndex index = new DueIndex(store, Long.MIN_VALUE);
        TreeSet<Entry> expected = new TreeSet<>();
        long now = -1000;
        long done = Long.MIN_VALUE;
        int added = 0;
        for (int i = 0; i < 40_000; i++) {
            // Time stands still for a while, and what waits grows beyond what is kept in memory.
            now += i % 10_000 < 6_000 ? random.nextInt(2) : random.nextInt(20);
            if (random.nextInt(3) > 0) {
                Entry entry = new Entry(now + 1 + random.nextInt(20_000), "id" + added++);
                expected.add(entry);
                index.add(entry.time(), entry.id());
            }
            if (random.nextInt(20) == 0 && !expected.isEmpty()) {
                Entry found = expected.ceiling(new Entry(now + random.nextInt(20_000), ""));
                Entry entry = found == null ? expected.last() : found;
                expected.remove(entry);
                index.remove(entry.time(), entry.id());
            }
            byte[] key = index.first(now);
            while (!expected.isEmpty() && expected.first().time() <= now) {
                Entry first = requireNonNull(expected.pollFirst());
                assertThat(key).isEqualTo(WaitKeys.due(first.time(), first.id()));
                done = first.time();
                index.remove(first.time(), first.id());
                key = index.first(now);
            }
            assertThat(key).isNull();
            if (random.nextInt(5_000) == 0) {
                index = new DueIndex(store, done);
            }
        }
        assertThat(store.keys).isLessThan(2L * added + 20 * 1100);
    }
}
