package io.mainstem.stream;

import io.mainstem.event.CheckpointCodec;
import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.ModelVersion;
import io.mainstem.learn.Checkpoint;
import io.mainstem.learn.LearnerState;
import io.mainstem.learn.StateLayout;
import io.mainstem.spec.LearnerSpec;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A checkpoint as records: the blocks of the state are its chunks. The newest ones are kept. */
final class CheckpointRecords {

    /** Takes keys and values; null deletes. */
    interface Sink extends BiConsumer<String, byte @Nullable []> {}

    private final LearnerSpec spec;
    private final String specHash;
    private final Map<String, String> layout;

    CheckpointRecords(LearnerSpec spec) {
        this.spec = spec;
        StateLayout whole = new StateLayout(spec);
        specHash = whole.hex();
        layout = whole.parts();
    }

    /** The chunks go first, so that a manifest never names what is not there. */
    void send(Checkpoint checkpoint, LearnerState state, int partition, Sink to) {
        CRC32C crc = new CRC32C();
        for (int block = 0; block < state.blocks(); block++) {
            byte[] chunk = new byte[state.size(block)];
            state.write(block, chunk);
            crc.update(chunk);
            to.accept(CheckpointCodec.chunkKey(checkpoint.model(), block), chunk);
        }
        CheckpointManifest manifest = new CheckpointManifest(
                checkpoint.model(),
                checkpoint.time(),
                checkpoint.events(),
                checkpoint.examples(),
                offsets(checkpoint, partition),
                specHash,
                checkpoint.weightsChecksum(),
                checkpoint.steering(),
                state.blocks(),
                state.totalBytes(),
                HexFormat.of().toHexDigits((int) crc.getValue()),
                checkpoint.metrics(),
                Libraries.VERSIONS,
                layout);
        to.accept(CheckpointCodec.manifestKey(checkpoint.model()), CheckpointCodec.writeManifest(manifest));
        retire(checkpoint.model(), state.blocks(), to);
    }

    private Map<String, Long> offsets(Checkpoint checkpoint, int partition) {
        Map<String, Long> offsets = new TreeMap<>();
        checkpoint
                .offsets()
                .forEach((source, offset) -> offsets.put(spec.topics().of(source) + "-" + partition, offset));
        return offsets;
    }

    /** Deletes the checkpoint that is one too many now; its manifest first, so that none names what is not there. */
    private void retire(ModelVersion newest, int chunks, Sink to) {
        long version = newest.version() - spec.checkpoints().keep();
        if (version > 0) {
            ModelVersion old = new ModelVersion(newest.replica(), newest.epoch(), version, 0);
            to.accept(CheckpointCodec.manifestKey(old), null);
            for (int chunk = 0; chunk < chunks; chunk++) {
                to.accept(CheckpointCodec.chunkKey(old, chunk), null);
            }
        }
    }
}
