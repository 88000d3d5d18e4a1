package io.mainstem.stream;

import io.mainstem.event.CheckpointManifest;
import java.util.Map;

/**
 * A checkpoint that lies on a topic.
 *
 * @param begins the offset of its first record, by partition of the topic; a topic of one partition has it all
 */
public record StoredCheckpoint(CheckpointManifest manifest, Map<Integer, Long> begins) {

    public StoredCheckpoint {
        begins = Map.copyOf(begins);
    }
}
