package io.mainstem.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker as a process of its own, for tests: it can be killed, paused, and started again over the same data and
 * on the same port, and it takes any setting. One node, broker and controller, on 127.0.0.1.
 */
final class BrokerProcess implements AutoCloseable {

    private static final int PROBE_SECONDS = 5;

    private final Path folder;
    private final int port;
    private final Path properties;
    private @Nullable Process process;

    /**
     * Not started yet.
     *
     * @param folder takes its data and its log
     * @param port of the listener {@code PLAINTEXT}, which every broker has for the test itself
     * @param more settings beside those of a small broker, or instead of them
     */
    BrokerProcess(Path folder, int port, Map<String, String> more) throws Exception {
        this.folder = folder;
        this.port = port;
        Map<String, String> settings = new HashMap<>(EmbeddedBrokerSettings.of(folder.resolve("data"), port));
        int controller = freePort();
        settings.put(
                "listeners",
                requireNonNull(settings.get("listeners")).replaceFirst("(CONTROLLER://[^:]+):0", "$1:" + controller));
        settings.put("controller.quorum.voters", EmbeddedBroker.NODE + "@" + EmbeddedBroker.HOST + ":" + controller);
        more.forEach((name, value) -> settings.merge(
                name, value, (before, added) -> name.startsWith("listener") ? before + "," + added : added));
        properties = write(settings);
        List<String> folders = List.of(requireNonNull(settings.get("log.dirs")).split(","));
        new Formatter()
                .setNodeId(EmbeddedBroker.NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(folders)
                .setMetadataLogDirectory(folders.get(0))
                .setControllerListenerName("CONTROLLER")
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    /** A port that nothing listens on now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path write(Map<String, String> settings) throws IOException {
        Properties all = new Properties();
        all.putAll(settings);
        Path file = folder.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            all.store(writer, null);
        }
        return file;
    }

    String bootstrapServers() {
        return EmbeddedBroker.HOST + ":" + port;
    }

    Map<String, Object> client() {
        return Map.of("bootstrap.servers", bootstrapServers());
    }

    /** Starts it, for the first time or again, and returns when it takes requests. */
    BrokerProcess start() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "kafka.Kafka",
                        properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("broker.log").toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        process = builder.start();
        Eventually.holds("the broker answers", () -> {
            if (!isAlive()) {
                throw new AssertionError("the broker ended: " + Files.readString(folder.resolve("broker.log")));
            }
            return answers();
        });
        return this;
    }

    private boolean answers() throws InterruptedException {
        try (Admin admin = Admin.create(client())) {
            return !admin.describeCluster()
                    .nodes()
                    .get(PROBE_SECONDS, TimeUnit.SECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Without a chance to do anything more; its data stays. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** It keeps its connections and answers nothing. */
    void pause() throws Exception {
        signal("STOP");
    }

    void resume() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill",
                        "-" + name,
                        String.valueOf(requireNonNull(process).pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
