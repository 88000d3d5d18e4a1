package io.mainstem.app;

import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the cluster is and how to talk to it; mixed into every command that does. */
public final class ClientOptions {

    private static final String BOOTSTRAP_SERVERS = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
    private static final String DEFAULT_BOOTSTRAP = "localhost:9092";
    private static final int PATIENCE_SECONDS = 10;

    /** Brokers that are well answer sooner; after this, the question is whether client and broker speak the same. */
    private static final int FIRST_SECONDS = 2;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Brokers to ask first, separated by commas; " + DEFAULT_BOOTSTRAP + " if not given.")
    private @Nullable String bootstrap;

    @Option(
            names = "--properties",
            paramLabel = "FILE",
            description = "Kafka client properties, such as those for TLS and SASL.")
    private @Nullable Path file;

    private @Nullable Map<String, Object> resolved;

    /**
     * What every client of the cluster is configured with: the file's properties, and {@code bootstrap.servers}.
     *
     * @throws UsageException if the file cannot be read
     */
    public Map<String, Object> properties() {
        if (resolved == null) {
            Map<String, Object> properties = file == null ? new TreeMap<>() : read(file);
            if (bootstrap != null) {
                properties.put(BOOTSTRAP_SERVERS, bootstrap);
            }
            properties.putIfAbsent(BOOTSTRAP_SERVERS, DEFAULT_BOOTSTRAP);
            resolved = Collections.unmodifiableMap(properties);
        }
        return resolved;
    }

    /** The brokers to ask first, as given. */
    public String bootstrapServers() {
        return String.valueOf(properties().get(BOOTSTRAP_SERVERS));
    }

    /**
     * Connects to the cluster, or says within {@value #PATIENCE_SECONDS} seconds that it cannot be reached.
     *
     * @throws UsageException if the properties are not those of a Kafka client, or not those that the brokers want of one
     * @throws CommandFailedException if no broker answers
     */
    public Admin connect() {
        // Kafka's client would try for ever, and warn of each attempt.
        InetSocketAddress reached = Reachability.check(bootstrapServers(), PATIENCE_SECONDS);
        ClientFailure told = new ClientFailure(bootstrapServers(), properties());
        Admin admin = create(told);
        try {
            KafkaFuture<?> answer = admin.describeCluster().nodes();
            try {
                answer.get(FIRST_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                requireSameProtocol(reached, told, e);
                answer.get(PATIENCE_SECONDS - FIRST_SECONDS, TimeUnit.SECONDS);
            }
            return admin;
        } catch (InterruptedException e) {
            close(admin);
            throw new InterruptException(e);
        } catch (UsageException e) {
            close(admin);
            throw e;
        } catch (ExecutionException | TimeoutException e) {
            close(admin);
            Throwable cause = OneLine.unwrapped(e);
            if (cause instanceof AuthenticationException refused) {
                requireSameProtocol(reached, told, e);
                throw told.login(refused);
            }
            throw new CommandFailedException(
                    "something listens at " + bootstrapServers() + " but does not answer as a Kafka broker within "
                            + PATIENCE_SECONDS + " s: is --bootstrap right, and is the broker well?",
                    e);
        }
    }

    private static void requireSameProtocol(InetSocketAddress reached, ClientFailure told, Exception failure) {
        ListenerProbe.ask(reached).filter(told::speaksOtherwise).ifPresent(spoken -> {
            throw told.otherProtocol(spoken, failure);
        });
    }

    private Admin create(ClientFailure told) {
        try {
            return Admin.create(properties());
        } catch (KafkaException e) {
            throw told.creation(e);
        }
    }

    private static void close(Admin admin) {
        admin.close(Duration.ZERO);
    }

    private static Map<String, Object> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new UsageException("no such file: " + file + " (--properties)", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException("cannot read the properties in " + file + ": " + OneLine.of(e), e);
        }
        Map<String, Object> map = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }
}
