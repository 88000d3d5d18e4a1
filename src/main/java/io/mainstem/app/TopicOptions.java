package io.mainstem.app;

import io.mainstem.spec.TopicNames;
import io.mainstem.stream.topics.TopicManifest;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which topics, and how many partitions and copies of them. */
final class TopicOptions {

    /** One record of each event; the others carry a few records a learner. */
    @Option(
            names = "--partitions",
            paramLabel = "N",
            description =
                    "Partitions of the topics of events, labels, control and predictions; each partition of events"
                            + " is a replica of the learner.")
    private @Nullable Integer partitions;

    @Option(
            names = "--replication",
            paramLabel = "N",
            description = "Copies of each partition; the brokers' default if not given.")
    private @Nullable Integer replication;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The learner's file, for the names that it gives the topics.")
    private @Nullable Path config;

    TopicNames names() {
        return config == null ? TopicNames.defaults() : LearnerFile.read(config).topics();
    }

    List<TopicManifest> manifests() {
        require("--partitions", partitions, Integer.MAX_VALUE);
        require("--replication", replication, TopicManifest.MAX_REPLICATION);
        return TopicManifest.all().stream().map(this::sized).toList();
    }

    private TopicManifest sized(TopicManifest manifest) {
        TopicManifest sized = manifest;
        if (partitions != null && (manifest.isSource() || manifest.name().equals(TopicManifest.PREDICTIONS))) {
            sized = sized.withPartitions(partitions);
        }
        return replication == null ? sized : sized.withReplication(replication);
    }

    private static void require(String option, @Nullable Integer value, int most) {
        if (value != null && (value < 1 || value > most)) {
            throw new UsageException(option + " must be 1 to " + most + ", not " + value);
        }
    }
}
