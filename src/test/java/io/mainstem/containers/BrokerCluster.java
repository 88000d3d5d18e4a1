package io.mainstem.containers;

import static java.util.Objects.requireNonNull;

import io.mainstem.Eventually;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.testcontainers.containers.Network;

/** Brokers in containers, and what learners share beside them: the network, the class path, ND4J's libraries. */
final class BrokerCluster implements AutoCloseable {

    private static final int MEGABYTES = 640;

    /** Below those that the system hands out, so that nothing takes a broker's port while it is away. */
    private static final int LOWEST_PORT = 20_000;

    private static final int HIGHEST_PORT = 32_000;

    private final Images images;
    private final Network network = Network.builder()
            .createNetworkCmdModifier(create -> create.withLabels(Leftovers.labels()))
            .build();
    private final MountedClassPath classPath = new MountedClassPath();
    private final NativeLibraries libraries = new NativeLibraries();
    private final List<Machine> brokers = new ArrayList<>();
    private final String bootstrapServers;
    private final Admin admin;

    private BrokerCluster(Images images, int size) throws Exception {
        this.images = images;
        String id = Uuid.randomUuid().toString();
        List<Integer> ports = new ArrayList<>();
        for (int node = 1; node <= size; node++) {
            ports.add(freePort());
            brokers.add(broker(node, size, id, ports.get(node - 1)));
        }
        bootstrapServers = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        admin = Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers, "request.timeout.ms", 5_000, "default.api.timeout.ms", 10_000));
    }

    static BrokerCluster start(Images images, int size) throws Exception {
        BrokerCluster cluster = new BrokerCluster(images, size);
        try {
            cluster.brokers.parallelStream().forEach(Machine::start);
            cluster.awaitAll();
            return cluster;
        } catch (Throwable e) {
            cluster.close();
            throw e;
        }
    }

    private Machine broker(int node, int size, String id, int port) {
        String settings = "/tmp/broker.properties";
        String kafka = images.brokerClassPath();
        String java = "java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
                + " -Dlogback.configurationFile=io/mainstem/app/logback.xml"
                + " -cp '" + (kafka == null ? classPath.inside() : kafka) + "'";
        String format = "test -e %s/meta.properties || %s kafka.tools.StorageTool format -t %s -c %s%n"
                .formatted(BrokerSettings.DATA, java, id, settings);
        return new Machine(images.broker(), BrokerSettings.host(node), network, MEGABYTES)
                .mounting(kafka == null ? classPath.binds() : List.of())
                .publishing(BrokerSettings.OUTSIDE, port)
                .running(
                        Map.of(settings, BrokerSettings.of(node, size, port)),
                        format + "exec " + java + " kafka.Kafka " + settings);
    }

    /** Returns when every broker takes part, and every partition has all of its copies up to date. */
    void awaitAll() throws Exception {
        Eventually.holds(
                brokers.size() + " brokers",
                () -> {
                    if (!brokers.stream().allMatch(Machine::isUp)) {
                        throw new AssertionError("a broker ended" + lastWords());
                    }
                    try {
                        return admin.describeCluster().nodes().get().size() == brokers.size() && isInSync();
                    } catch (ExecutionException e) {
                        return false;
                    }
                },
                this::lastWords);
    }

    private boolean isInSync() throws Exception {
        return admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition ->
                        partition.isr().size() == partition.replicas().size() && partition.leader() != null);
    }

    /** The broker that leads the first partition of a topic. */
    Machine leaderOf(String topic) throws Exception {
        TopicDescription description = requireNonNull(
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
        return brokers.get(description.partitions().get(0).leader().id() - 1);
    }

    List<Machine> brokers() {
        return brokers;
    }

    Images images() {
        return images;
    }

    Network network() {
        return network;
    }

    MountedClassPath classPath() {
        return classPath;
    }

    NativeLibraries libraries() {
        return libraries;
    }

    Admin admin() {
        return admin;
    }

    /** For the test. */
    String bootstrapServers() {
        return bootstrapServers;
    }

    /** For other containers. */
    String bootstrapServersInside() {
        return IntStream.rangeClosed(1, brokers.size())
                .mapToObj(node -> BrokerSettings.host(node) + ":" + BrokerSettings.INSIDE)
                .collect(Collectors.joining(","));
    }

    /** The ends of what the brokers said. */
    String lastWords() {
        return brokers.stream().map(Machine::lastWords).collect(Collectors.joining());
    }

    static int freePort() throws Exception {
        SplittableRandom random = new SplittableRandom();
        while (true) {
            int port = random.nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (java.net.BindException e) {
                // Another one, then.
            }
        }
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ZERO);
        brokers.forEach(Machine::close);
        network.close();
        libraries.close();
    }
}
