package io.mainstem.app;

import io.mainstem.learn.InvalidStateException;
import io.mainstem.learn.WarmStart;
import io.mainstem.stream.CheckpointFile;
import io.mainstem.stream.UnableToReadCheckpointException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a new learner begins with; mixed into the commands that may make one. */
final class WarmStartOption {

    @Option(
            names = "--warm-start",
            paramLabel = "FILE",
            description = "Begin with the weights in this file, which 'checkpoints export --to FILE"
                    + CheckpointFile.ENDING + "' made, if there is no state yet. Features and trunk must be the same.")
    private @Nullable Path file;

    /**
     * What is made of it, if one is given.
     *
     * @throws UsageException if it cannot be read, or does not fit
     */
    <T> Optional<T> use(Function<WarmStart, T> begin) {
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(begin.apply(CheckpointFile.read(file).warmStart(file.toString())));
        } catch (UnableToReadCheckpointException | InvalidStateException e) {
            throw new UsageException(OneLine.of(e) + " (--warm-start)", e);
        }
    }
}
