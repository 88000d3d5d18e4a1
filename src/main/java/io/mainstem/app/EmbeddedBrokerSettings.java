package io.mainstem.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** How a broker that is alone and small is set up. */
final class EmbeddedBrokerSettings {

    private EmbeddedBrokerSettings() {}

    static Map<String, String> of(Path folder, int port) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(EmbeddedBroker.NODE));
        settings.put("controller.quorum.voters", EmbeddedBroker.NODE + "@" + EmbeddedBroker.HOST + ":0");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put(
                "listeners",
                "PLAINTEXT://" + EmbeddedBroker.HOST + ":" + port + ",CONTROLLER://" + EmbeddedBroker.HOST + ":0");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", folder.toString());
        // A mistyped topic is to be an error, as on a well-kept cluster.
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", Integer.toString(EmbeddedBroker.MAX_MESSAGE_BYTES));
        settings.put("replica.fetch.max.bytes", Integer.toString(EmbeddedBroker.MAX_MESSAGE_BYTES));

        // One node: nothing can be replicated, and many partitions only cost files and time to start.
        settings.put("default.replication.factor", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");

        // Nobody else joins or takes over, so nobody is waited for.
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("controlled.shutdown.enable", "false");

        // Small machines: the defaults are made for servers.
        settings.put("log.cleaner.dedupe.buffer.size", "8388608");
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        return settings;
    }
}
