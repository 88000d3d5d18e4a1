package io.mainstem.serve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends connections on which a request has begun, and its headers do not come to an end: the library looks only at whether
 * anything comes at all. When all connections that may be are open, ends those on which no request is under way as well, so
 * that others find a place. Thread-safe.
 */
final class SlowHeaders implements Connection.Listener {

    private static final long INTERVAL_MILLIS = 500;
    private static final long QUIET = TimeUnit.SECONDS.toNanos(1);

    /** What a connection had at the last request that was there whole. */
    private static final class Seen {
        private long messages;
        private long bytes;
        private long since = -1;
        /** At the last look, and when that changed. */
        private long allBytes;

        private long answers;
        private long quietSince = System.nanoTime();
        private volatile boolean watches;
    }

    private final long patience;
    private final int most;
    private final Map<Connection, Seen> open = new ConcurrentHashMap<>();

    /**
     * For a server.
     *
     * @param patience with the headers of a request
     * @param most connections that may be open: when they are, those on which nothing happens go
     */
    SlowHeaders(Duration patience, int most) {
        this.patience = patience.toNanos();
        this.most = most;
    }

    void watch(Scheduler clock) {
        clock.schedule(
                () -> {
                    look();
                    watch(clock);
                },
                INTERVAL_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        open.put(connection, new Seen());
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    /** An answer goes out on it for ever: that nothing comes in says nothing. */
    void watches(Connection connection) {
        Seen seen = open.get(connection);
        if (seen != null) {
            seen.watches = true;
        }
    }

    private void look() {
        long now = System.nanoTime();
        boolean full = open.size() >= most;
        long patience = full ? Math.min(this.patience, QUIET) : this.patience;
        open.forEach((connection, seen) -> {
            long messages = connection.getMessagesIn();
            long bytes = connection.getBytesIn();
            long answers = connection.getMessagesOut();
            if (bytes != seen.allBytes || answers != seen.answers) {
                seen.allBytes = bytes;
                seen.answers = answers;
                seen.quietSince = now;
            }
            if (messages != seen.messages || (seen.since < 0 && bytes == seen.bytes)) {
                seen.messages = messages;
                seen.bytes = bytes;
                seen.since = -1;
                if (full && !seen.watches && messages == answers && now - seen.quietSince > QUIET) {
                    connection.close();
                }
            } else if (seen.since < 0) {
                seen.since = now;
            } else if (now - seen.since > patience && answers == messages) {
                end(connection);
            }
        });
    }

    private void end(Connection connection) {
        open.remove(connection);
        byte[] body = ErrorBody.of("too-slow", "the headers did not come in whole in time");
        String head = "HTTP/1.1 408 Request Timeout\r\nContent-Type: " + Reply.JSON + "\r\nContent-Length: "
                + body.length + "\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
        ByteBuffer answer = ByteBuffer.allocate(head.length() + body.length)
                .put(head.getBytes(StandardCharsets.US_ASCII))
                .put(body)
                .flip();
        connection.getEndPoint().write(Callback.from(connection::close, failure -> connection.close()), answer);
    }
}
