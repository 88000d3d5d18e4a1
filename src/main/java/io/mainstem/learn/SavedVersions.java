package io.mainstem.learn;

import io.mainstem.event.Command;
import java.util.List;

/** Where a learner finds its earlier versions. */
@FunctionalInterface
public interface SavedVersions {

    /** For a learner without any. */
    SavedVersions NONE = rollback -> {
        throw new UnavailableVersionException("no versions are kept here");
    };

    /**
     * The blocks of the learner's state at a version, by index, as {@link LearnerState#write} wrote them.
     *
     * @throws UnavailableVersionException if it is not there, or not whole
     */
    List<byte[]> read(Command.Rollback rollback);
}
