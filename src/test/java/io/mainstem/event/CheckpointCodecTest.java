package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointCodecTest {

    private static final ModelVersion MODEL = new ModelVersion(0, 1, 3, 1200);

    private static byte[] state(int length) {
        byte[] state = new byte[length];
        new Random(length).nextBytes(state);
        return state;
    }

    static CheckpointManifest manifest(byte[] state, int chunks) {
        return new CheckpointManifest(
                MODEL,
                1_500,
                19_400,
                19_200,
                Map.of("events-0", 19_399L),
                "ab".repeat(32),
                "cd".repeat(32),
                chunks,
                state.length,
                CheckpointCodec.checksum(state),
                List.of(TaskMetricsCodecTest.metrics(0), TaskMetricsCodecTest.metrics(Event.NO_TIME)),
                Map.of("mainstem", "0.1.0"));
    }

    @Test
    void namesTheKeys() {
        assertThat(CheckpointCodec.keyPrefix(0, 3)).isEqualTo("0/3/");
        assertThat(CheckpointCodec.manifestKey(MODEL)).isEqualTo("0/3/manifest");
        assertThat(CheckpointCodec.chunkKey(MODEL, 1)).isEqualTo("0/3/000001");
        assertThat(CheckpointCodec.chunkKey(MODEL, 1_234_567)).isEqualTo("0/3/1234567");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                CheckpointChunk.MAX_CONTENT - 1,
                CheckpointChunk.MAX_CONTENT,
                CheckpointChunk.MAX_CONTENT + 1,
                2 * CheckpointChunk.MAX_CONTENT,
                2_000_000
            })
    void joinsWhatItSplit(int length) throws InvalidRecordException {
        byte[] state = state(length);
        List<CheckpointChunk> chunks = new ArrayList<>();
        for (CheckpointChunk chunk : CheckpointCodec.split(state)) {
            byte[] record = chunk.encode();
            assertThat(record).hasSizeLessThanOrEqualTo(512 * 1024);
            chunks.add(CheckpointChunk.decode(record));
        }
        Collections.reverse(chunks);

        assertThat(CheckpointCodec.join(manifest(state, chunks.size()), chunks)).isEqualTo(state);
        assertThat(chunks).hasSize(Math.max(1, (length + 524_263) / 524_264));
    }

    @Test
    void refusesChunksThatAreNotTheManifests() {
        byte[] state = state(1_500_000);
        List<CheckpointChunk> chunks = CheckpointCodec.split(state);
        CheckpointManifest manifest = manifest(state, 3);
        CheckpointChunk first = chunks.get(0);
        CheckpointChunk second = chunks.get(1);
        CheckpointChunk third = chunks.get(2);

        refuses(manifest, List.of(first, second), "expected 3 chunks, found 2");
        refuses(
                manifest,
                List.of(first, second, second),
                "expected each of 3 chunks once, found chunk 1 of 3 too much");
        refuses(
                manifest,
                List.of(first, second, CheckpointCodec.split(state(10)).get(0)),
                "expected each of 3 chunks once, found chunk 0 of 1 too much");
        refuses(
                manifest,
                List.of(first, second, new CheckpointChunk(2, 3, new byte[1])),
                "expected 1500000 bytes, found 1048529");
        byte[] other = state.clone();
        other[0]++;
        refuses(
                manifest,
                List.of(CheckpointCodec.split(other).get(0), second, third),
                "expected the CRC-32C " + CheckpointCodec.checksum(state) + ", found "
                        + CheckpointCodec.checksum(other));
    }

    private static void refuses(CheckpointManifest manifest, List<CheckpointChunk> chunks, String message) {
        assertThatExceptionOfType(InvalidRecordException.class)
                .isThrownBy(() -> CheckpointCodec.join(manifest, chunks))
                .withMessage("checkpoint 0/3/: " + message)
                .returns(Reason.DAMAGED, InvalidRecordException::reason);
    }

    @Test
    void checksWithCrc32c() {
        // The check value of the algorithm's catalogue entry.
        assertThat(CheckpointCodec.checksum("123456789".getBytes(UTF_8))).isEqualTo("e3069283");
    }

    @Test
    void readsTheManifestItWrote() throws InvalidRecordException {
        CheckpointManifest manifest = manifest(state(100), 1);

        assertThat(CheckpointCodec.readManifest(CheckpointCodec.writeManifest(manifest)))
                .isEqualTo(manifest);
    }

    @Test
    void namesTheFieldOfAManifestThatIsWrong() {
        String written = new String(CheckpointCodec.writeManifest(manifest(state(100), 1)), UTF_8);

        refusesManifest(written.replace("\"version\":3,", ""), "model.version: expected an integer, found none");
        refusesManifest(
                written.replace("\"chunks\":1", "\"chunks\":-1"),
                "chunks: expected an integer from 0 to 2147483647, found something else");
        refusesManifest(
                written.replaceFirst("\"run\":\\{[^}]*}", "\"run\":7"),
                "metrics[0].run: expected an object, found something else");
        refusesManifest(
                written.replaceFirst("\"metrics\":\\[", "\"metrics\":[1,"),
                "metrics: expected an array of objects, found something else");
    }

    private static void refusesManifest(String value, String message) {
        assertThatExceptionOfType(InvalidRecordException.class)
                .isThrownBy(() -> CheckpointCodec.readManifest(value.getBytes(UTF_8)))
                .withMessage(message);
    }
}
