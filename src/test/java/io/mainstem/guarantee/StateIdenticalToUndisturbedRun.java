package io.mainstem.guarantee;

import io.mainstem.event.CheckpointManifest;
import java.util.List;

/**
 * All of the state is that of a run without any mishap, bit for bit, at every checkpoint: not only the weights, but also
 * the optimiser's moments, scalers, balancer, metrics, counters of what was rejected, and which event changed what last.
 */
final class StateIdenticalToUndisturbedRun implements Guarantee {

    @Override
    public void check(Evidence evidence) {
        evidence.undisturbed()
                .forEach((partition, run) -> SameRecords.check(
                        "state at the checkpoints of partition " + partition,
                        evidence.manifests().getOrDefault(partition, List.of()).stream()
                                .map(CheckpointManifest::chunksChecksum)
                                .toList(),
                        run.stateChecksums));
    }
}
