package io.mainstem.event;

import java.util.List;
import java.util.Map;

/**
 * Describes one checkpoint; follows its chunks on the checkpoints topic.
 *
 * @param time of the newest event learned, as in {@link Event#time()}
 * @param events that the learner took so far, labelled or not
 * @param examples events learned so far: the labelled ones, where a task clusters all
 * @param offsets the last source offset taken, by {@code topic-partition}
 * @param specHash SHA-256 of what of the learner file shapes the state, hexadecimal
 * @param weightsChecksum SHA-256 of the parameters, hexadecimal
 * @param steering what commands had set
 * @param chunks how many binary records hold the state
 * @param chunksChecksum CRC-32C of all chunks' contents in order, hexadecimal
 * @param libraries versions of what made it, by name
 * @param layout what of the learner file shapes the state, by part, such as {@code features.month}, in the file's order;
 *     empty where it would be too long
 */
public record CheckpointManifest(
        ModelVersion model,
        long time,
        long events,
        long examples,
        Map<String, Long> offsets,
        String specHash,
        String weightsChecksum,
        Steering steering,
        int chunks,
        long bytes,
        String chunksChecksum,
        List<TaskMetrics> metrics,
        Map<String, String> libraries,
        Map<String, String> layout) {}
