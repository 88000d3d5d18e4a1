package io.mainstem.app;

import io.mainstem.learn.InvalidStateException;
import io.mainstem.learn.LayoutDifferences;
import io.mainstem.learn.Learner;
import io.mainstem.learn.Restored;
import io.mainstem.learn.StateLayout;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TopicNames;
import io.mainstem.stream.CheckpointsTopic;
import io.mainstem.stream.KnownVersions;
import io.mainstem.stream.SavedCheckpoint;
import io.mainstem.stream.StoredCheckpoint;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the checkpoints are, and of which replica; mixed into the commands about single versions. */
final class CheckpointOptions {

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The learner file, which names the topic; checkpoints if not given.")
    private @Nullable Path config;

    @Option(
            names = "--replica",
            paramLabel = "N",
            description = "The partition whose learner it is; the only one that has such a version if not given.")
    private @Nullable Integer replica;

    private @Nullable LearnerSpec spec;

    /**
     * The learner that the file declares.
     *
     * @param why what it is needed for, for the message
     * @throws UsageException if no file is given
     */
    LearnerSpec spec(String why) {
        if (config == null) {
            throw new UsageException(why + " takes the learner file that the versions are of: --config FILE");
        }
        if (spec == null) {
            spec = LearnerFile.read(config);
        }
        return spec;
    }

    String topic() {
        return config == null
                ? TopicNames.defaults().checkpoints()
                : spec("").topics().checkpoints();
    }

    /** All checkpoints of the topic; says within seconds if the cluster cannot be reached. */
    List<StoredCheckpoint> all() {
        String topic = topic();
        client.connect().close(Duration.ZERO);
        return new CheckpointsTopic(client.properties(), topic).all();
    }

    SavedCheckpoint read(StoredCheckpoint stored) {
        return new CheckpointsTopic(client.properties(), topic()).read(stored);
    }

    /**
     * The checkpoint of the version, and of the replica if one is given.
     *
     * @throws CommandFailedException if there is none
     * @throws UsageException if several replicas have one
     */
    StoredCheckpoint find(long version, List<StoredCheckpoint> all) {
        List<StoredCheckpoint> found = all.stream()
                .filter(each -> each.manifest().model().version() == version)
                .filter(each -> replica == null || each.manifest().model().replica() == replica)
                .toList();
        if (found.isEmpty()) {
            throw new CommandFailedException("topic '" + topic() + "' has no version " + version
                    + (replica == null ? "" : " of replica " + replica) + ": "
                    + KnownVersions.of(all).text());
        }
        if (found.size() > 1) {
            throw new UsageException("replicas "
                    + found.stream()
                            .map(each -> String.valueOf(each.manifest().model().replica()))
                            .collect(Collectors.joining(", "))
                    + " have a version " + version + ": choose one with --replica");
        }
        return found.get(0);
    }

    /**
     * The learner as it was.
     *
     * @throws UsageException if the learner file is not the one that it is of
     */
    Learner restore(StoredCheckpoint stored, String why) {
        LearnerSpec file = spec(why);
        SavedCheckpoint saved = read(stored);
        Learner learner = new Learner(file, stored.manifest().model().replica());
        String problem;
        try {
            Restored how = learner.restore(saved.blocks()::get, slot -> {
                throw new InvalidStateException("it ends within a mini-batch");
            });
            if (how.whole()) {
                return learner;
            }
            problem = String.join("; ", how.notes());
        } catch (InvalidStateException | BufferUnderflowException | IndexOutOfBoundsException e) {
            problem = String.valueOf(e.getMessage());
        }
        String differences = new LayoutDifferences(saved.manifest().layout(), new StateLayout(file).parts()).all();
        throw new UsageException("version " + stored.manifest().model().version() + " is of another learner file than "
                + config + ": " + (differences.isEmpty() ? problem : differences) + ". Give the one that it is of");
    }
}
