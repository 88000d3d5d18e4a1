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
 * anything comes at all. Thread-safe.
 */
final class SlowHeaders implements Connection.Listener {

    private static final long INTERVAL_MILLIS = 500;

    /** What a connection had at the last request that was there whole. */
    private static final class Seen {
        private long messages;
        private long bytes;
        private long since = -1;
    }

    private final long patience;
    private final Map<Connection, Seen> open = new ConcurrentHashMap<>();

    SlowHeaders(Duration patience) {
        this.patience = patience.toNanos();
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

    private void look() {
        long now = System.nanoTime();
        open.forEach((connection, seen) -> {
            long messages = connection.getMessagesIn();
            long bytes = connection.getBytesIn();
            if (messages != seen.messages || (seen.since < 0 && bytes == seen.bytes)) {
                seen.messages = messages;
                seen.bytes = bytes;
                seen.since = -1;
            } else if (seen.since < 0) {
                seen.since = now;
            } else if (now - seen.since > patience && connection.getMessagesOut() == messages) {
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
