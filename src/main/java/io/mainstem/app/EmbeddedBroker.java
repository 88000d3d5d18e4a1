package io.mainstem.app;

import com.yammer.metrics.core.MetricsRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A Kafka broker inside this process, for the demo and for tests: one node that is broker and controller, on 127.0.0.1,
 * its data in a temporary folder that {@link #close()} deletes. Any Kafka client of this machine can talk to it.
 *
 * <p>Assembled as {@link KafkaRaftServer} does it, but for two things: both listeners take whatever port is free, and a
 * fault is logged where Kafka's own server would halt the process.
 */
public final class EmbeddedBroker implements AutoCloseable {

    static final String HOST = "127.0.0.1";
    static final int NODE = 1;
    private static final int ANY_PORT = 0;

    /** Largest batch of records that a topic takes by default, in bytes. */
    public static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

    /** Brokers of this process that share its one registry of meters. */
    private static final AtomicInteger OPEN = new AtomicInteger();

    private final Path folder;
    private final ControllerServer controller;
    private final BrokerServer broker;
    private boolean closed;

    private EmbeddedBroker(Path folder, int port) throws Exception {
        this.folder = folder;
        KafkaConfig config = new KafkaConfig(EmbeddedBrokerSettings.of(folder, port), false);
        format(config);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> formatted =
                KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(EmbeddedBroker.class), "");
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        // Known only once the controller listens, and nobody asks for it before.
        CompletableFuture<Map<Integer, InetSocketAddress>> voters = new CompletableFuture<>();
        SharedServer shared = new SharedServer(
                config,
                formatted._1(),
                Time.SYSTEM,
                new Metrics(),
                voters,
                List.of(),
                (name, fatal, action) -> new LoggingFaultHandler(name, action),
                ServerSocketFactory.INSTANCE);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), formatted._2());
        broker = new BrokerServer(shared);
        var unused = controller
                .socketServerFirstBoundPortFuture()
                .thenAccept(bound -> voters.complete(Map.of(NODE, new InetSocketAddress(address, bound))));
    }

    /** Starts a broker on a free port; returns when it takes requests. */
    public static EmbeddedBroker start() {
        return start(ANY_PORT);
    }

    /**
     * Starts a broker; returns when it takes requests.
     *
     * @param port to listen on; 0 for any that is free
     * @throws CommandFailedException if it cannot start, most likely because the port is in use
     */
    public static EmbeddedBroker start(int port) {
        Path folder = temporaryFolder();
        try {
            EmbeddedBroker started = new EmbeddedBroker(folder, port);
            started.startUp(port);
            return started;
        } catch (Exception e) {
            TemporaryFolder.delete(folder);
            throw e instanceof RuntimeException unchecked
                    ? unchecked
                    : new CommandFailedException(
                            "cannot set up a Kafka broker in " + folder + ": " + e.getMessage(), e);
        }
    }

    private void startUp(int port) {
        OPEN.incrementAndGet();
        try {
            controller.startup();
            broker.startup();
        } catch (RuntimeException e) {
            close();
            String where = port == ANY_PORT ? HOST : HOST + ":" + port + " (is the port in use?)";
            throw new CommandFailedException(
                    "cannot start a Kafka broker on " + where + ": " + OneLine.of(OneLine.rootCause(e)), e);
        }
    }

    /** Where clients find it: {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return HOST + ":" + port();
    }

    public int port() {
        return broker.boundPort(new ListenerName("PLAINTEXT"));
    }

    /** Stops the broker, waiting a bounded time for it, and deletes its data; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            broker.shutdown(SHUTDOWN_TIMEOUT);
        } finally {
            try {
                controller.shutdown();
            } finally {
                forgetMeters();
                TemporaryFolder.delete(folder);
            }
        }
    }

    /** Kafka's servers leave their meters, and through them their logs, in a registry that outlives them. */
    private static void forgetMeters() {
        if (OPEN.decrementAndGet() == 0) {
            MetricsRegistry registry = KafkaYammerMetrics.defaultRegistry();
            List.copyOf(registry.allMetrics().keySet()).forEach(registry::removeMetric);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("mainstem-broker-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for the broker's data", e);
        }
    }

    private static void format(KafkaConfig config) throws Exception {
        Collection<String> folders = config.logDirs();
        new Formatter()
                .setNodeId(NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(folders)
                .setMetadataLogDirectory(config.metadataLogDir())
                .setControllerListenerName("CONTROLLER")
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }
}
