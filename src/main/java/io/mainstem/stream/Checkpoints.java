package io.mainstem.stream;

import java.util.List;
import java.util.Map;

/** The checkpoints of a model's replicas, wherever they are kept. */
public interface Checkpoints {

    /**
     * All that there are, by replica and version.
     *
     * @throws UnableToReadCheckpointException if a manifest cannot be read
     */
    List<StoredCheckpoint> all();

    /**
     * The state at one version.
     *
     * @throws UnableToReadCheckpointException if there is none of that version, or it is damaged
     */
    SavedCheckpoint read(int replica, long version);

    /**
     * The same, sooner where it is known where it begins.
     *
     * @param begins as in {@link StoredCheckpoint}; empty where that is not known
     * @throws UnableToReadCheckpointException if there is none of that version, or it is damaged
     */
    SavedCheckpoint read(int replica, long version, Map<Integer, Long> begins);

    /**
     * The same of one that {@link #all} listed, which is found sooner. One that was deleted since may still be found.
     *
     * @throws UnableToReadCheckpointException if it is not there any more, or damaged
     */
    SavedCheckpoint read(StoredCheckpoint stored);
}
