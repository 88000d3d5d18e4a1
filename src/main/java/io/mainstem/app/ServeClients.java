package io.mainstem.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Clients of a server to measure it by. */
final class ServeClients implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final long SCRAPE_MILLIS = 5000;

    private final String address;
    private final List<Thread> watching = new ArrayList<>();

    /**
     * How long requests took, in nanoseconds.
     *
     * @param fromDue from when each was to be sent: with how late this process came to its turn on a processor that it shares with
     *     the server
     * @param fromSent from when it was sent; or from when it was to be sent, where the answer before had not come by then, so
     *     that a slow answer also counts for those who wait behind it
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Answers(long[] fromDue, long[] fromSent) {}

    ServeClients(String address) {
        this.address = address;
    }

    private static Socket connect(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** As an open page does, until closed: takes the snapshots. */
    void watch() {
        start(() -> {
            try (Socket socket = connect(address)) {
                socket.getOutputStream().write(get("/v1/live"));
                byte[] buffer = new byte[65_536];
                socket.setSoTimeout(1000);
                while (!Thread.currentThread().isInterrupted()) {
                    read(socket.getInputStream(), buffer);
                }
            }
        });
    }

    /** As a Prometheus does, until closed. */
    void scrape() {
        start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try (Socket socket = connect(address);
                        InputStream in = new BufferedInputStream(socket.getInputStream())) {
                    socket.getOutputStream().write(get("/metrics"));
                    answer(in);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SCRAPE_MILLIS));
            }
        });
    }

    private static void read(InputStream in, byte[] buffer) throws IOException {
        try {
            int unused = in.read(buffer);
        } catch (SocketTimeoutException e) {
            // A look at whether it is over.
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // The server ends first.
                    }
                },
                "bench-client");
        thread.setDaemon(true);
        thread.start();
        watching.add(thread);
    }

    private static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(ISO_8859_1);
    }

    /**
     * Asks for predictions at a steady rate, whether the last one is answered or not.
     *
     * @return how long each took
     */
    Answers ask(int perSecond, int seconds) throws InterruptedException {
        int each = perSecond * seconds / CONNECTIONS;
        Answers answers = new Answers(new long[each * CONNECTIONS], new long[each * CONNECTIONS]);
        long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        List<Thread> threads = new ArrayList<>();
        Throwable[] failed = new Throwable[CONNECTIONS];
        for (int c = 0; c < CONNECTIONS; c++) {
            int connection = c;
            Thread thread = new Thread(
                    () -> {
                        try {
                            ask(address, connection, each, interval, start, answers);
                        } catch (IOException | RuntimeException e) {
                            failed[connection] = e;
                        }
                    },
                    "bench-client-" + c);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Throwable failure : failed) {
            if (failure != null) {
                throw new CommandFailedException("a request was not answered: " + failure, failure);
            }
        }
        return answers;
    }

    private static void ask(String server, int connection, int each, long interval, long start, Answers answers)
            throws IOException {
        try (Socket socket = connect(server);
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            OutputStream out = socket.getOutputStream();
            long free = start;
            for (int i = 0; i < each; i++) {
                int number = i * CONNECTIONS + connection;
                byte[] event = ServeBench.event(number, false);
                String head = "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + event.length + "\r\n\r\n";
                byte[] request = (head + new String(event, ISO_8859_1)).getBytes(ISO_8859_1);
                long due = start + number * interval;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                long sent = System.nanoTime();
                out.write(request);
                answer(in);
                long end = System.nanoTime();
                answers.fromDue()[number] = end - due;
                answers.fromSent()[number] = end - (free > due ? due : sent);
                free = end;
            }
        }
    }

    /** Reads an answer to its end. */
    private static void answer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException(status);
        }
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.skipNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new UncheckedIOException(new IOException("the connection ended"));
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        watching.forEach(Thread::interrupt);
        for (Thread thread : watching) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(3));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
