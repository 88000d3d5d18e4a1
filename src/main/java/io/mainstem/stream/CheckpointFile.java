package io.mainstem.stream;

import io.mainstem.event.CheckpointCodec;
import io.mainstem.event.InvalidRecordException;
import io.mainstem.learn.LearnerState;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A whole checkpoint in one file, to be taken elsewhere: magic "MAINSTEM", format version, length and bytes of the
 * manifest as it stands on the topic, number of blocks, length and bytes of each, and a CRC-32C of all before it. Numbers
 * are big-endian, of 4 bytes, the checksum of 8.
 */
public final class CheckpointFile {

    /** What the names of such files end with. */
    public static final String ENDING = ".mainstem";

    private static final byte[] MAGIC = "MAINSTEM".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 1;
    private static final int LONGEST_MANIFEST = 64 << 20;

    private CheckpointFile() {}

    public static void write(SavedCheckpoint checkpoint, OutputStream to) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(to, new CRC32C());
        DataOutputStream out = new DataOutputStream(checked);
        out.write(MAGIC);
        out.writeInt(FORMAT);
        byte[] manifest = CheckpointCodec.writeManifest(checkpoint.manifest());
        out.writeInt(manifest.length);
        out.write(manifest);
        out.writeInt(checkpoint.blocks().size());
        for (byte[] block : checkpoint.blocks()) {
            out.writeInt(block.length);
            out.write(block);
        }
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UnableToReadCheckpointException if there is no such file, or it is damaged or something else
     */
    public static SavedCheckpoint read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            SavedCheckpoint saved = read(in, file);
            saved.damage().ifPresent(damage -> {
                throw damaged(file, damage);
            });
            return saved;
        } catch (NoSuchFileException e) {
            throw new UnableToReadCheckpointException("no such file: " + file);
        } catch (EOFException e) {
            throw damaged(file, "it is cut off");
        } catch (InvalidRecordException e) {
            throw damaged(file, "its manifest cannot be read: " + e.getMessage());
        } catch (IOException e) {
            throw new UnableToReadCheckpointException(
                    "cannot read " + file + ": " + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static SavedCheckpoint read(InputStream from, Path file) throws IOException, InvalidRecordException {
        CheckedInputStream checked = new CheckedInputStream(from, new CRC32C());
        DataInputStream in = new DataInputStream(checked);
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
            throw new UnableToReadCheckpointException(file
                    + " is no checkpoint: 'mainstem checkpoints export VERSION --to FILE" + ENDING + "' makes one");
        }
        int format = in.readInt();
        if (format != FORMAT) {
            throw new UnableToReadCheckpointException(file + " has format version " + format + ", this program reads "
                    + FORMAT + ": use the version of Mainstem that wrote it");
        }
        byte[] manifest = bytes(in, LONGEST_MANIFEST, file);
        int count = in.readInt();
        List<byte[]> blocks = new ArrayList<>();
        for (int block = 0; block < count; block++) {
            blocks.add(bytes(in, LearnerState.MAX_BLOCK_BYTES, file));
        }
        long expected = checked.getChecksum().getValue();
        if (in.readLong() != expected) {
            throw damaged(file, "its checksum is another");
        }
        return new SavedCheckpoint(CheckpointCodec.readManifest(manifest), blocks);
    }

    private static byte[] bytes(DataInputStream in, int most, Path file) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw damaged(file, "a length in it is impossible");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static UnableToReadCheckpointException damaged(Path file, String how) {
        return new UnableToReadCheckpointException(file + " is damaged: " + how);
    }
}
