package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckpointKeyTest {

    @Test
    void readsWhatTheCodecMakes() {
        ModelVersion model = new ModelVersion(3, 1, 123_456_789_012L, 7);

        assertThat(CheckpointKey.read(CheckpointCodec.manifestKey(model).getBytes(UTF_8)))
                .contains(new CheckpointKey(3, 123_456_789_012L, CheckpointKey.MANIFEST));
        assertThat(CheckpointKey.read(CheckpointCodec.chunkKey(model, 0).getBytes(UTF_8)))
                .contains(new CheckpointKey(3, 123_456_789_012L, 0));
        assertThat(CheckpointKey.read(CheckpointCodec.chunkKey(model, 1_234_567).getBytes(UTF_8)))
                .contains(new CheckpointKey(3, 123_456_789_012L, 1_234_567));
    }

    @Test
    void readsNothingElse() {
        assertThat(CheckpointKey.read(null)).isEmpty();
        for (String other : new String[] {
            "",
            "manifest",
            "0/manifest",
            "0/1/",
            "0/1/manifests",
            "a/1/manifest",
            "-1/1/manifest",
            "0/1/00001",
            "0/1/000001/",
            "0/99999999999999999999/000001",
            "9999999999/1/000001"
        }) {
            assertThat(CheckpointKey.read(other.getBytes(UTF_8))).as(other).isEmpty();
        }
    }
}
