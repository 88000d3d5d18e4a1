package io.mainstem.stream;

import io.mainstem.event.CheckpointManifest;
import io.mainstem.learn.WarmStart;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A whole checkpoint: what {@link io.mainstem.learn.Learner#restore} takes up.
 *
 * @param blocks of the learner's state, by index; not to be changed
 */
public record SavedCheckpoint(CheckpointManifest manifest, List<byte[]> blocks) {

    public SavedCheckpoint {
        blocks = List.copyOf(blocks);
    }

    /**
     * It as the beginning of another learner.
     *
     * @param origin says where it comes from, for messages
     */
    public WarmStart warmStart(String origin) {
        return new WarmStart(
                origin + ", version " + manifest.model().version() + ", step "
                        + manifest.model().step(),
                manifest.layout(),
                blocks);
    }

    /** What contradicts the manifest: count, size or checksum of the blocks. Empty if nothing does. */
    public Optional<String> damage() {
        if (blocks.size() != manifest.chunks()) {
            return Optional.of("it has " + blocks.size() + " of " + manifest.chunks() + " chunks");
        }
        long bytes = blocks.stream().mapToLong(block -> block.length).sum();
        if (bytes != manifest.bytes()) {
            return Optional.of("its chunks have " + bytes + " bytes, its manifest says " + manifest.bytes());
        }
        CRC32C crc = new CRC32C();
        blocks.forEach(crc::update);
        String checksum = HexFormat.of().toHexDigits((int) crc.getValue());
        return checksum.equals(manifest.chunksChecksum())
                ? Optional.empty()
                : Optional.of("its chunks have the checksum " + checksum + ", its manifest says "
                        + manifest.chunksChecksum());
    }
}
