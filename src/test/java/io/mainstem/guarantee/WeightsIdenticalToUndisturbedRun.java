package io.mainstem.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.event.CheckpointManifest;
import io.mainstem.learn.Checkpoint;
import java.util.List;

/** The weights are those of a run without any mishap, bit for bit: at every checkpoint, and at the end. */
final class WeightsIdenticalToUndisturbedRun implements Guarantee {

    @Override
    public void check(Evidence evidence) {
        evidence.undisturbed().forEach((partition, run) -> {
            SameRecords.check(
                    "weights at the checkpoints of partition " + partition,
                    evidence.manifests().getOrDefault(partition, List.of()).stream()
                            .map(WeightsIdenticalToUndisturbedRun::text)
                            .toList(),
                    run.checkpoints.stream()
                            .map(WeightsIdenticalToUndisturbedRun::text)
                            .toList());
            assertThat(evidence.finalWeights())
                    .as("weights at the end, by partition")
                    .containsEntry(partition, run.weights());
        });
    }

    private static String text(CheckpointManifest manifest) {
        return manifest.model() + " after " + manifest.examples() + " examples: " + manifest.weightsChecksum();
    }

    private static String text(Checkpoint checkpoint) {
        return checkpoint.model() + " after " + checkpoint.examples() + " examples: " + checkpoint.weightsChecksum();
    }
}
