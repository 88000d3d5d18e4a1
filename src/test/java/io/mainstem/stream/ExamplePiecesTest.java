package io.mainstem.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplePiecesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 512 * 1024 - 5, 512 * 1024 - 4, 512 * 1024 - 3, 512 * 1024, 3_000_000})
    void joinsWhatItCut(int length) {
        byte[] example = new byte[length];
        new Random(length).nextBytes(example);

        List<byte[]> pieces = ExamplePieces.cut(example);

        assertThat(pieces).hasSize(Math.max(1, (length + 4 + 512 * 1024 - 1) / (512 * 1024)));
        assertThat(pieces).allSatisfy(piece -> assertThat(piece.length).isLessThanOrEqualTo(512 * 1024));
        assertThat(ExamplePieces.join(pieces::get)).isEqualTo(example);
    }
}
