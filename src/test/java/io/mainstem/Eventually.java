package io.mainstem;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits for what another thread or process is to bring about; for tests. */
public final class Eventually {

    /** Far more than anything takes, even on a busy machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long POLL_MS = 20;

    private Eventually() {}

    /** Returns when the condition holds, or fails the test. */
    public static void holds(String what, Callable<Boolean> condition) throws Exception {
        holds(what, condition, () -> "");
    }

    /**
     * Returns when the condition holds, or fails the test.
     *
     * @param details what to say beside {@code what} then
     */
    public static void holds(String what, Callable<Boolean> condition, Supplier<String> details) throws Exception {
        holds(what, PATIENCE, condition, details);
    }

    /** Waits for as long as is given here. */
    public static void holds(String what, Duration patience, Callable<Boolean> condition, Supplier<String> details)
            throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + patience.toSeconds() + " s: " + what + " " + details.get());
            }
            Thread.sleep(POLL_MS);
        }
    }
}
