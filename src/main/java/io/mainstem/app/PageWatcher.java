package io.mainstem.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A Chromium without a window that has the live page open, in processes of its own; for measurements. */
final class PageWatcher implements AutoCloseable {

    private static final Pattern SOMEBODY_WATCHES = Pattern.compile("(?m)^mainstem_http_watchers\\{[^}]*} [1-9]");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 100;
    private static final int END_SECONDS = 10;

    private final String address;
    private final Process browser;

    /**
     * Starts it.
     *
     * @param command the browser's
     * @param address of the server, as in {@code 127.0.0.1:8080}
     * @param folder takes the browser's profile and log
     * @throws CommandFailedException if it cannot be started
     */
    PageWatcher(String command, String address, Path folder) {
        this.address = address;
        try {
            browser = new ProcessBuilder(List.of(
                            command,
                            "--headless=new",
                            // Its sandbox wants another user than root, and more than containers allow.
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--disable-background-networking",
                            "--no-first-run",
                            "--window-size=1280,1600",
                            "--user-data-dir=" + folder.resolve("browser"),
                            // Without it, it ends when the page is drawn.
                            "--remote-debugging-port=0",
                            "http://" + address + "/"))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("browser.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new CommandFailedException("cannot start the browser " + command + ": " + OneLine.of(e), e);
        }
    }

    /**
     * Returns when the page is open and receives snapshots.
     *
     * @throws CommandFailedException if the server does not see it within a minute
     */
    void awaitOpen() throws IOException, InterruptedException {
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://" + address + "/metrics"))
                .timeout(PATIENCE)
                .build();
        HttpClient client = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!SOMEBODY_WATCHES
                .matcher(client.send(metrics, HttpResponse.BodyHandlers.ofString())
                        .body())
                .find()) {
            if (!browser.isAlive() || System.nanoTime() > deadline) {
                throw new CommandFailedException("the browser does not open the page");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = browser.descendants().toList();
        browser.destroy();
        try {
            if (!browser.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                browser.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            browser.destroyForcibly();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
