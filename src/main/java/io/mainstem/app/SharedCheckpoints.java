package io.mainstem.app;

import static java.util.Objects.requireNonNull;

import io.mainstem.stream.FollowedCheckpoints;
import io.mainstem.stream.StoredCheckpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the checkpoints topic holds, for however many ask: one thread reads it, a few times a second at most, and who asks
 * meanwhile is told by the next reading. Nobody waits with a thread. Thread-safe.
 */
final class SharedCheckpoints implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LEAST_INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long CLOSE_SECONDS = 5;

    private final Map<String, Object> client;
    private final String topic;
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "http-checkpoints");
        thread.setDaemon(true);
        return thread;
    });

    /** Made at the first reading. */
    private volatile @Nullable FollowedCheckpoints topicRead;

    /** For all who ask before it begins; null where nobody has asked since the last one began. */
    private @Nullable CompletableFuture<List<StoredCheckpoint>> next;

    private long lastBegan = System.nanoTime() - LEAST_INTERVAL;

    /**
     * Connects when somebody asks.
     *
     * @param client how to reach and talk to the cluster
     */
    SharedCheckpoints(Map<String, Object> client, String topic) {
        this.client = client;
        this.topic = topic;
    }

    /**
     * All that are committed now, within five seconds, or the failure: a {@link java.util.concurrent.TimeoutException} where
     * reading takes longer, which goes on then.
     */
    synchronized CompletableFuture<List<StoredCheckpoint>> now() {
        CompletableFuture<List<StoredCheckpoint>> waiting = next;
        if (waiting == null) {
            waiting = new CompletableFuture<List<StoredCheckpoint>>()
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            next = waiting;
            try {
                var unused = reader.schedule(
                        this::read, Math.max(0, lastBegan + LEAST_INTERVAL - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                waiting.completeExceptionally(e); // it is closed
            }
        }
        return waiting.copy();
    }

    private synchronized CompletableFuture<List<StoredCheckpoint>> begin() {
        CompletableFuture<List<StoredCheckpoint>> told = requireNonNull(next);
        next = null;
        lastBegan = System.nanoTime();
        return told;
    }

    private void read() {
        CompletableFuture<List<StoredCheckpoint>> told = begin();
        try {
            FollowedCheckpoints followed = topicRead;
            if (followed == null) {
                followed = new FollowedCheckpoints(client, topic);
                topicRead = followed;
            }
            told.complete(followed.read());
        } catch (RuntimeException e) {
            told.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        FollowedCheckpoints followed = topicRead;
        if (followed != null) {
            followed.breakOff();
            reader.execute(followed::close);
        }
        reader.shutdown();
        try {
            if (!reader.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                reader.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reader.shutdownNow();
        }
    }
}
