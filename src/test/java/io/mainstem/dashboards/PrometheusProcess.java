package io.mainstem.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstem.Eventually;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Prometheus, as Debian's package has it, on loopback. Without it tests with it are skipped, unless {@code
 * -Dmainstem.prometheus=required} says that it must be there.
 */
public final class PrometheusProcess implements AutoCloseable {

    /** Where the repository keeps what Prometheus loads. */
    public static final Path FOLDER = Path.of("dashboards", "prometheus").toAbsolutePath();

    /** Between two scrapes. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final String ABSENCE =
            "The tests of dashboards and alerts are skipped: prometheus and promtool are not on the PATH";

    /** Of a class whose tests are all skipped nothing else would be seen. */
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int PATIENCE_SECONDS = 60;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();
    private final Process process;
    private final Path log;
    private final int port;

    /** Skips the test where there is no Prometheus. */
    public static void require() {
        boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(bin ->
                        Files.isExecutable(Path.of(bin, "prometheus")) && Files.isExecutable(Path.of(bin, "promtool")));
        if ("required".equals(System.getProperty("mainstem.prometheus"))) {
            assertThat(there)
                    .as("prometheus and promtool on the PATH (-Dmainstem.prometheus=required)")
                    .isTrue();
        }
        if (!there && TOLD.compareAndSet(false, true)) {
            System.out.println(ABSENCE);
        }
        assumeTrue(there, ABSENCE);
    }

    /** What {@code promtool} says to it; fails the test unless it is content. */
    public static String promtool(Path folder, String... arguments) throws Exception {
        Path out = folder.resolve("promtool.txt");
        Process tool = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Arrays.stream(arguments))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(tool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("promtool ended")
                    .isTrue();
            assertThat(tool.exitValue()).as(Files.readString(out)).isZero();
            return Files.readString(out);
        } finally {
            tool.destroyForcibly();
        }
    }

    /**
     * Scrapes every second, with the repository's rules, until closed.
     *
     * @param folder for its data
     * @param target {@code host:port} of a learner
     */
    public PrometheusProcess(Path folder, String target) throws Exception {
        port = freePort();
        Path config = Files.writeString(
                folder.resolve("prometheus.yml"),
                """
                global: {scrape_interval: %1$ds, evaluation_interval: %1$ds}
                rule_files: ["%2$s"]
                scrape_configs:
                  - job_name: mainstem
                    static_configs: [{targets: ["%3$s"]}]
                """
                        .formatted(INTERVAL.toSeconds(), FOLDER.resolve("rules/*.rules.yml"), target));
        log = folder.resolve("prometheus.log");
        process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        try {
            Eventually.holds("Prometheus is ready", this::isReady, this::lastWords);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isReady() throws Exception {
        if (!process.isAlive()) {
            throw new AssertionError("Prometheus ended: " + lastWords());
        }
        try {
            return send("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private String lastWords() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private HttpResponse<String> send(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(ANSWER)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** What a call of its API gives. */
    public JsonNode api(String call, Map<String, String> parameters) throws Exception {
        String query = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer = send("/api/v1/" + call + (query.isEmpty() ? "" : "?" + query));
        assertThat(answer.statusCode()).as(parameters + ": " + answer.body()).isEqualTo(200);
        return mapper.readTree(answer.body()).path("data");
    }

    /** The series that an expression has now. */
    public List<Series> now(String expression) throws Exception {
        return Series.of(api("query", Map.of("query", expression)));
    }

    /** The same over a time, with a step of the scrape interval. */
    public List<Series> over(String expression, long fromSeconds, long toSeconds) throws Exception {
        return Series.of(api(
                "query_range",
                new TreeMap<>(Map.of(
                        "query", expression,
                        "start", String.valueOf(fromSeconds),
                        "end", String.valueOf(toSeconds),
                        "step", String.valueOf(INTERVAL.toSeconds())))));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
