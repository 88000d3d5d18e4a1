package io.mainstem.containers;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How the brokers of a small cluster are set up: each is a controller too, and copies are kept on all of them. */
final class BrokerSettings {

    static final int INSIDE = 9092;
    static final int OUTSIDE = 9094;
    static final String DATA = "/tmp/broker-data";

    private BrokerSettings() {}

    static String host(int node) {
        return "broker-" + node;
    }

    /**
     * As a properties file.
     *
     * @param node from 1 on
     * @param brokers of the cluster
     * @param port at which the test finds this one, on the loopback address
     */
    static String of(int node, int brokers, int port) {
        String voters = IntStream.rangeClosed(1, brokers)
                .mapToObj(voter -> voter + "@" + host(voter) + ":9093")
                .collect(Collectors.joining(","));
        return """
                process.roles=broker,controller
                node.id=%1$d
                controller.quorum.voters=%2$s
                controller.listener.names=CONTROLLER
                listeners=INSIDE://0.0.0.0:%3$d,CONTROLLER://0.0.0.0:9093,OUTSIDE://0.0.0.0:%4$d
                advertised.listeners=INSIDE://%5$s:%3$d,OUTSIDE://127.0.0.1:%6$d
                listener.security.protocol.map=INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=INSIDE
                log.dirs=%7$s
                auto.create.topics.enable=false

                # With three brokers, one may be away.
                default.replication.factor=%8$d
                min.insync.replicas=%9$d
                offsets.topic.replication.factor=%8$d
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=%8$d
                transaction.state.log.min.isr=%9$d
                transaction.state.log.num.partitions=1

                # A test waits for what is missed: it is missed sooner here than on a cluster that has more time.
                broker.session.timeout.ms=3000
                broker.heartbeat.interval.ms=500
                group.min.session.timeout.ms=1000
                group.initial.rebalance.delay.ms=0
                transaction.abort.timed.out.transaction.cleanup.interval.ms=500

                # Small machines: the defaults are made for servers.
                log.cleaner.dedupe.buffer.size=8388608
                num.network.threads=1
                num.io.threads=2
                background.threads=2
                """
                .formatted(node, voters, INSIDE, OUTSIDE, host(node), port, DATA, brokers, Math.max(1, brokers - 1));
    }
}
