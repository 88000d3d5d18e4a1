package io.mainstem.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstem.Birdstrikes;
import io.mainstem.event.CheckpointCodec;
import io.mainstem.learn.Checkpoint;
import io.mainstem.learn.LearnerRun;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private static SavedCheckpoint checkpoint() throws Exception {
        LearnerSpec spec = LearnerSpecReader.read(Birdstrikes.yaml() + "checkpoints: {every: 64}\n");
        LearnerRun run = new LearnerRun(spec).take(Birdstrikes.events(64));
        List<byte[]> records = new ArrayList<>();
        Checkpoint checkpoint = run.checkpoints.get(0);
        new CheckpointRecords(spec).send(checkpoint, run.learner.state(), 0, (key, value) -> {
            if (value != null) {
                records.add(value);
            }
        });
        return new SavedCheckpoint(
                CheckpointCodec.readManifest(records.get(records.size() - 1)), records.subList(0, records.size() - 1));
    }

    private static byte[] bytes(SavedCheckpoint checkpoint) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CheckpointFile.write(checkpoint, bytes);
        return bytes.toByteArray();
    }

    @Test
    void readsWhatItWrote() throws Exception {
        SavedCheckpoint checkpoint = checkpoint();
        Path file = Files.write(folder.resolve("a.mainstem"), bytes(checkpoint));

        SavedCheckpoint read = CheckpointFile.read(file);

        assertThat(read.manifest()).isEqualTo(checkpoint.manifest());
        assertThat(read.manifest().layout()).containsKeys("features.month", "trunk", "tasks.damage");
        assertThat(read.manifest().libraries()).containsKeys("mainstem", "kafka", "nd4j", "java");
        assertThat(read.manifest().libraries().get("nd4j")).isEqualTo("1.0.0-M2.1");
        assertThat(read.blocks()).hasSameSizeAs(checkpoint.blocks());
        for (int block = 0; block < read.blocks().size(); block++) {
            assertThat(read.blocks().get(block)).isEqualTo(checkpoint.blocks().get(block));
        }
    }

    @Test
    void refusesEveryFileThatIsAnother() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] whole = bytes(checkpoint());
        Path file = folder.resolve("b.mainstem");
        for (int trial = 0; trial < 60; trial++) {
            byte[] other = whole.clone();
            // Half of them at the start, where the structure is.
            int at = random.nextInt(trial % 2 == 0 ? 200 : whole.length);
            if (trial % 3 == 0) {
                other = Arrays.copyOf(whole, at);
            } else {
                other[at] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, other);
            assertThatExceptionOfType(UnableToReadCheckpointException.class)
                    .as("seed %d, trial %d", seed, trial)
                    .isThrownBy(() -> CheckpointFile.read(file))
                    .withMessageStartingWith(file + " ")
                    .withMessageNotContaining("\n");
        }
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        refused(folder.resolve("none"), "no such file: " + folder.resolve("none"));
        Path text = Files.writeString(folder.resolve("text"), "name: birdstrikes");
        refused(text, text + " is no checkpoint: 'mainstem checkpoints export VERSION --to FILE.mainstem' makes one");
        byte[] whole = bytes(checkpoint());
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length - 1));
        refused(cut, cut + " is damaged: it is cut off");
        whole[11] = 9;
        Path later = Files.write(folder.resolve("later"), whole);
        refused(
                later,
                later + " has format version 9, this program reads 1: use the version of Mainstem that wrote it");
    }

    private static void refused(Path file, String message) {
        assertThatExceptionOfType(UnableToReadCheckpointException.class)
                .isThrownBy(() -> CheckpointFile.read(file))
                .withMessage(message);
    }
}
