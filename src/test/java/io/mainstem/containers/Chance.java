package io.mainstem.containers;

import java.util.Random;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** What a test leaves to chance. A failure prints the seed, and {@code -Dmainstem.seed=N} takes the same chances again. */
final class Chance implements TestExecutionExceptionHandler {

    private final long seed = Long.getLong("mainstem.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** From {@code from} on, below {@code to}. */
    int between(int from, int to) {
        return from + random.nextInt(to - from);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        System.out.printf("%s failed; repeat its chances with -Dmainstem.seed=%d%n", context.getDisplayName(), seed);
        throw failure;
    }
}
