package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointCodecTest {

    private static final ModelVersion MODEL = new ModelVersion(0, 1, 3, 1200);

    static CheckpointManifest manifest() {
        return new CheckpointManifest(
                MODEL,
                1_500,
                19_400,
                19_200,
                Map.of("events-0", 19_399L),
                "ab".repeat(32),
                "cd".repeat(32),
                new Steering(true, false, 0.01, 32, 5),
                3,
                1_200_000,
                "e3069283",
                List.of(TaskMetricsCodecTest.metrics(0), TaskMetricsCodecTest.metrics(Event.NO_TIME)),
                Map.of("mainstem", "0.1.0"),
                Map.of("trunk", "deep"));
    }

    @Test
    void namesTheKeys() {
        assertThat(CheckpointCodec.keyPrefix(0, 3)).isEqualTo("0/3/");
        assertThat(CheckpointCodec.manifestKey(MODEL)).isEqualTo("0/3/manifest");
        assertThat(CheckpointCodec.chunkKey(MODEL, 1)).isEqualTo("0/3/000001");
        assertThat(CheckpointCodec.chunkKey(MODEL, 1_234_567)).isEqualTo("0/3/1234567");
    }

    @Test
    void readsTheManifestItWrote() throws InvalidRecordException {
        CheckpointManifest manifest = manifest();

        assertThat(CheckpointCodec.readManifest(CheckpointCodec.writeManifest(manifest)))
                .isEqualTo(manifest);
    }

    @Test
    void readsAManifestOfBeforeThereWereLayouts() throws InvalidRecordException {
        String written = new String(CheckpointCodec.writeManifest(manifest()), UTF_8);

        assertThat(CheckpointCodec.readManifest(written.replace(",\"layout\":{\"trunk\":\"deep\"}", "")
                                .getBytes(UTF_8))
                        .layout())
                .isEmpty();
    }

    @Test
    void namesTheFieldOfAManifestThatIsWrong() {
        String written = new String(CheckpointCodec.writeManifest(manifest()), UTF_8);

        refusesManifest(written.replace("\"version\":3,", ""), "model.version: expected an integer, found none");
        refusesManifest(
                written.replace("\"chunks\":3", "\"chunks\":-1"),
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
