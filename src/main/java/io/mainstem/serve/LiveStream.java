package io.mainstem.serve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot a second for everyone who watches, as server-sent events. It is made, and compressed, once for all who see the
 * same replica in full, and not at all while there are none; one who has not received the last is spared the next.
 */
final class LiveStream implements AutoCloseable {

    static final String CONTENT_TYPE = "text/event-stream;charset=utf-8";

    private static final Logger log = LoggerFactory.getLogger(LiveStream.class);

    private static final long INTERVAL_MILLIS = 1000;
    private static final String RETRY = "retry: 2000\n\n";

    private final Snapshots snapshots;
    private final int most;
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "http-live");
        thread.setDaemon(true);
        return thread;
    });

    private final class Watcher implements Callback {
        private final Response response;
        private final Callback done;
        private final Optional<Integer> replica;
        private final boolean compressed;
        /** At first the beginning is. */
        private final AtomicBoolean writing = new AtomicBoolean(true);

        Watcher(Response response, Callback done, Optional<Integer> replica, boolean compressed) {
            this.response = response;
            this.done = done;
            this.replica = replica;
            this.compressed = compressed;
        }

        void begin() {
            byte[] retry = RETRY.getBytes(StandardCharsets.UTF_8);
            response.write(false, ByteBuffer.wrap(compressed ? Gzip.begin(retry) : retry), this);
        }

        void send(Frame frame) {
            if (writing.compareAndSet(false, true)) {
                response.write(false, ByteBuffer.wrap(compressed ? frame.compressed() : frame.plain()), this);
            }
        }

        @Override
        public void succeeded() {
            writing.set(false);
        }

        @Override
        public void failed(@Nullable Throwable x) {
            if (watchers.remove(this)) {
                done.failed(x == null ? new IOException("gone") : x);
            }
        }

        void end() {
            if (watchers.remove(this)) {
                done.succeeded();
            }
        }
    }

    LiveStream(Snapshots snapshots, int most) {
        this.snapshots = snapshots;
        this.most = most;
        var unused = clock.scheduleWithFixedDelay(this::tick, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Of one moment, for some of those who watch. */
    private static final class Frame {
        private final byte[] plain;
        private byte @Nullable [] compressed;

        Frame(byte[] snapshot) {
            plain = ("event: snapshot\ndata: " + new String(snapshot, StandardCharsets.UTF_8) + "\n\n")
                    .getBytes(StandardCharsets.UTF_8);
        }

        byte[] plain() {
            return plain;
        }

        byte[] compressed() {
            if (compressed == null) {
                compressed = Gzip.part(plain);
            }
            return compressed;
        }
    }

    /**
     * Sends this one snapshots from now on.
     *
     * @param replica which is to be seen in full; empty for the first that is here
     * @param compressed whether the answer is said to be gzip
     */
    void watch(Response response, Callback done, Optional<Integer> replica, boolean compressed) throws RequestProblem {
        if (watchers.size() >= most) {
            throw RequestProblem.notNow("too-many-watchers", "so many watch already: " + most);
        }
        Watcher watcher = new Watcher(response, done, replica, compressed);
        watchers.add(watcher);
        watcher.begin();
    }

    /** How many watch now. */
    int watchers() {
        return watchers.size();
    }

    private void tick() {
        if (watchers.isEmpty()) {
            return;
        }
        try {
            snapshots.next();
            Map<Optional<Integer>, Frame> frames = new HashMap<>();
            for (Watcher watcher : watchers) {
                watcher.send(frames.computeIfAbsent(
                        watcher.replica, replica -> new Frame(snapshots.of(replica.orElse(null)))));
            }
        } catch (RuntimeException e) {
            // The next one may do: a partition may just be going to another thread.
            log.debug("no snapshot this time", e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        watchers.forEach(Watcher::end);
    }
}
