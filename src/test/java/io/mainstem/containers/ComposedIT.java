package io.mainstem.containers;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Volume;
import io.mainstem.Birdstrikes;
import io.mainstem.Cluster;
import io.mainstem.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;

/**
 * What {@code docker-compose.yml} says of the broker, the topics and the learner, done: with its settings, commands, mounts
 * and limits, and the image of {@code src/docker/Dockerfile}. Only what images are made of is taken from this machine where
 * none can be pulled.
 */
@ExtendWith(LocalDocker.class)
@Timeout(300)
class ComposedIT {

    private static final int EVENTS = 500;
    private static final long MEGABYTES = 1024;

    private static @Nullable ProgramImage image;
    private static @Nullable Network network;
    private static @Nullable Machine kafka;
    private static int brokerPort;

    private final ComposeFile compose = new ComposeFile();

    ComposedIT() throws Exception {}

    @BeforeAll
    static void buildAndStartBroker(@TempDir Path folder) throws Exception {
        Images images = LocalDocker.images();
        image = new ProgramImage(folder, images.learner());
        network = Network.builder()
                .createNetworkCmdModifier(create -> create.withLabels(Leftovers.labels()))
                .build();
        brokerPort = BrokerCluster.freePort();
        kafka = broker(images, network);
        kafka.start();
        awaitBroker(kafka);
    }

    /** Compose has its health check. */
    private static void awaitBroker(Machine kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + brokerPort))) {
            Eventually.holds(
                    "the broker is up",
                    () -> {
                        assertThat(kafka.isUp()).as(kafka.lastWords()).isTrue();
                        try {
                            return !admin.describeCluster().nodes().get().isEmpty();
                        } catch (ExecutionException e) {
                            return false;
                        }
                    },
                    kafka::lastWords);
        }
    }

    private static Machine broker(Images images, Network network) throws Exception {
        ComposeFile compose = new ComposeFile();
        Map<String, String> settings = compose.brokerSettings();
        // The port of this machine may be taken: another one leads there.
        settings.computeIfPresent(
                "advertised.listeners", (name, value) -> value.replace("127.0.0.1:9094", "127.0.0.1:" + brokerPort));
        String properties = settings.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("\n"));
        MountedClassPath classPath = new MountedClassPath();
        String inside = images.brokerClassPath() == null ? classPath.inside() : images.brokerClassPath();
        String java = "java -Xmx256m -cp '" + inside + "' -Dlogback.configurationFile=io/mainstem/app/logback.xml";
        String file = "/tmp/broker.properties";
        return new Machine(images.broker(), "kafka", network, MEGABYTES)
                .mounting(images.brokerClassPath() == null ? classPath.binds() : List.of())
                .publishing(9094, brokerPort)
                .running(
                        Map.of(file, properties),
                        "%s kafka.tools.StorageTool format -t %s -c %s%n".formatted(java, Uuid.randomUuid(), file)
                                + "exec " + java + " kafka.Kafka " + file);
    }

    @AfterAll
    static void stop() {
        if (kafka != null) {
            kafka.close();
        }
        if (network != null) {
            network.close();
        }
        if (image != null) {
            image.close();
        }
    }

    @Test
    void theLearnerGetsReadyAndLearns() throws Exception {
        try (Machine topics = service("topics")
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(Eventually.PATIENCE))) {
            topics.start();
        }
        int port = BrokerCluster.freePort();
        try (Machine learner = service("learner").publishing(8080, port);
                Cluster cluster = Cluster.at("127.0.0.1:" + brokerPort)) {
            learner.start();
            Eventually.holds("it is healthy", () -> learner.health().equals("healthy"), learner::lastWords);
            assertThat(learner.user()).isEqualTo("10001:10001");
            cluster.send("events", Birdstrikes.events(EVENTS));
            Eventually.holds(
                    "all is learned",
                    () -> get(port, "/metrics")
                            .contains("mainstem_examples_total{application=\"mainstem-birdstrikes\",partition=\"0\"} "
                                    + EVENTS + ".0\n"),
                    learner::lastWords);
            assertThat(get(port, "/metrics"))
                    .contains("mainstem_stream_running{application=\"mainstem-birdstrikes\"} 1.0");
            assertThat(get(port, "/")).contains("<title>Mainstem");
            assertThat(learner.terminate()).as(learner.lastWords()).isZero();
        }
    }

    /** Without brokers it does not pretend to be well. */
    @Test
    void whatIsNotReadyIsNotHealthy() throws Exception {
        try (Machine probe = new Machine(requireNonNull(image).name(), "probe", requireNonNull(network), 128)
                .withCreateContainerCmdModifier(create -> create.withEntrypoint(
                                "java",
                                "-cp",
                                "/opt/mainstem/mainstem.jar",
                                "io.mainstem.app.HealthProbe",
                                "http://kafka:8080/")
                        .withCmd())) {
            probe.start();
            Eventually.holds("the probe ends", () -> !probe.isUp());
            assertThat(probe.exitCode()).isEqualTo(1);
            assertThat(probe.getLogs()).contains("does not answer");
        }
    }

    private Machine service(String name) {
        long megabytes = compose.text(name, "mem_limit").equals("1g")
                ? 1024
                : Long.parseLong(compose.text(name, "mem_limit").replace("m", ""));
        List<Bind> binds = new ArrayList<>();
        for (String volume : compose.list(name, "volumes")) {
            String[] parts = volume.split(":", -1);
            if (parts[0].startsWith(".")) {
                binds.add(new Bind(
                        Path.of(parts[0]).toAbsolutePath().normalize().toString(),
                        new Volume(parts[1]),
                        AccessMode.ro));
            }
        }
        return new Machine(requireNonNull(image).name(), name, requireNonNull(network), megabytes)
                .mounting(binds)
                .withHostConfig(
                        host -> host.withCapDrop(Capability.ALL).withSecurityOpts(compose.list(name, "security_opt")))
                .withCommand(compose.list(name, "command").toArray(String[]::new));
    }

    private static String get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
