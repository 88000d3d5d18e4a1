package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstem.Eventually;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Chromium without a window, steered as the W3C's WebDriver says; its driver is a process of this one. */
final class Browser implements AutoCloseable {

    static final String TAB = "\uE004";
    static final String ENTER = "\uE007";
    static final String ESCAPE = "\uE00C";
    static final String DOWN = "\uE015";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final Thread reader;
    private final String address;
    private final String session;

    /** Fails or skips the test where there is no Chromium. */
    static Browser start() throws Exception {
        boolean there = onPath("chromium") && onPath("chromedriver");
        if ("required".equals(System.getProperty("mainstem.chromium"))) {
            assertThat(there)
                    .as("chromium and chromedriver on the PATH (-Dmainstem.chromium=required)")
                    .isTrue();
        }
        assumeTrue(there, "chromium or chromedriver is not on the PATH: the tests of the page are skipped");
        return new Browser();
    }

    private static boolean onPath(String command) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, command)));
    }

    private Browser() throws Exception {
        driver = new ProcessBuilder("chromedriver", "--port=0")
                .redirectErrorStream(true)
                .start();
        AtomicReference<@Nullable String> port = new AtomicReference<>();
        reader = new Thread(() -> read(port), "chromedriver-output");
        reader.setDaemon(true);
        reader.start();
        try {
            Eventually.holds("chromedriver listens", () -> port.get() != null || !driver.isAlive());
            address = "http://127.0.0.1:" + port.get();
            session = call("POST", "/session", Map.of("capabilities", Map.of("alwaysMatch", capabilities())))
                    .path("sessionId")
                    .asText();
        } catch (Exception | AssertionError e) {
            end();
            throw e;
        }
    }

    private void read(AtomicReference<@Nullable String> port) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(driver.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher started = STARTED.matcher(line);
                if (started.find()) {
                    port.set(started.group(1));
                }
            }
        } catch (IOException e) {
            // It ended.
        }
    }

    private static Map<String, Object> capabilities() {
        return Map.of(
                "browserName",
                "chrome",
                "goog:loggingPrefs",
                Map.of("browser", "ALL"),
                "goog:chromeOptions",
                // Chromium's sandbox wants another user than root, and more than containers allow.
                Map.of("args", List.of("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
    }

    private JsonNode call(String method, String path, @Nullable Object body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(ANSWER)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        JsonNode value = JSON.readTree(response.body()).path("value");
        if (response.statusCode() != 200) {
            throw new IOException(path + ": " + value.path("message").asText());
        }
        return value;
    }

    private JsonNode inSession(String path, Object body) throws Exception {
        return call("POST", "/session/" + session + path, body);
    }

    /** Chromium's own commands, which WebDriver does not have. */
    JsonNode command(String name, Map<String, Object> parameters) throws Exception {
        return inSession("/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
    }

    void open(String url) throws Exception {
        inSession("/url", Map.of("url", url));
    }

    /** In CSS pixels; as a phone does it where it is as narrow as one. */
    void size(int width, int height) throws Exception {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    void dark(boolean dark) throws Exception {
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** What a script's {@code return} gives. */
    JsonNode script(String script, Object... arguments) throws Exception {
        return inSession("/execute/sync", Map.of("script", script, "args", arguments));
    }

    /** What a script calls its last argument with. */
    JsonNode awaited(String script) throws Exception {
        return inSession("/execute/async", Map.of("script", script, "args", List.of()));
    }

    /** The text of an element as it is seen; empty where there is none. */
    String text(String selector) throws Exception {
        return script("return document.querySelector(arguments[0])?.innerText || ''", selector)
                .asText();
    }

    int count(String selector) throws Exception {
        return script("return document.querySelectorAll(arguments[0]).length", selector)
                .asInt();
    }

    /** Text or keys, one after the other, to what has the focus. */
    void keys(String keys) throws Exception {
        List<Map<String, Object>> actions = new ArrayList<>();
        keys.codePoints().mapToObj(Character::toString).forEach(key -> {
            actions.add(Map.of("type", "keyDown", "value", key));
            actions.add(Map.of("type", "keyUp", "value", key));
        });
        inSession("/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions))));
    }

    /** The whole page, however long it is. */
    void picture(Path file) throws Exception {
        script("scrollTo(0, 0)");
        String image = command("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"))
                .path("data")
                .asText();
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(image));
    }

    /** What the console says of errors, since this was asked last. */
    List<String> errors() throws Exception {
        List<String> errors = new ArrayList<>();
        for (JsonNode line : inSession("/se/log", Map.of("type", "browser"))) {
            if (line.path("level").asText().equals("SEVERE")) {
                errors.add(line.path("message").asText());
            }
        }
        return errors;
    }

    @Override
    public void close() {
        try {
            call("DELETE", "/session/" + session, null);
        } catch (Exception e) {
            // Ended below, whatever it says.
        } finally {
            end();
        }
    }

    /** The driver, and whatever it started that is still there. */
    private void end() {
        List<ProcessHandle> all = new ArrayList<>(driver.descendants().toList());
        driver.destroy();
        try {
            if (!driver.waitFor(ANSWER.toSeconds(), TimeUnit.SECONDS)) {
                driver.destroyForcibly();
            }
            reader.join(ANSWER.toMillis());
        } catch (InterruptedException e) {
            driver.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
