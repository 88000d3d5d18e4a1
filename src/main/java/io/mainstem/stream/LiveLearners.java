package io.mainstem.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many partitions' learners live on each stream thread: they share the thread's part of the cache. Thread-safe, as a
 * partition may go from one thread to another.
 */
final class LiveLearners {

    private final Map<Object, Thread> threads = new ConcurrentHashMap<>();

    /**
     * Notes that a learner lives on this thread from now on.
     *
     * @param learner that is taken by its identity, and may be noted again
     * @return how many live on this thread now
     */
    int enter(Object learner) {
        Thread here = Thread.currentThread();
        threads.put(learner, here);
        return (int) threads.values().stream().filter(here::equals).count();
    }

    /** Does nothing if it does not live. */
    void leave(Object learner) {
        threads.remove(learner);
    }
}
