package io.mainstem.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CheckpointChunkTest {

    private static final byte[] RECORD = new CheckpointChunk(1, 3, new byte[] {10, 20, 30}).encode();

    /** Written by format 1 once and for all: a later program must go on reading it. */
    private static final String FORMAT_1 = "4d53434b" + "00000001" + "00000001" + "00000003" + "00000003";

    @Test
    void writesTheHeaderBeforeTheContent() {
        assertThat(HexFormat.of().formatHex(RECORD))
                .startsWith(FORMAT_1)
                .hasSize(2 * 27)
                .endsWith("0a141e");
    }

    @Test
    void readsWhatItWrote() throws InvalidRecordException {
        CheckpointChunk chunk = CheckpointChunk.decode(RECORD);

        assertThat(chunk.index()).isEqualTo(1);
        assertThat(chunk.count()).isEqualTo(3);
        assertThat(chunk.content()).containsExactly(10, 20, 30);
        assertThat(CheckpointChunk.decode(new CheckpointChunk(0, 1, new byte[0]).encode())
                        .content())
                .isEmpty();
    }

    @Test
    void noticesEveryDamagedBit() {
        for (int bit = 0; bit < 8 * RECORD.length; bit++) {
            byte[] damaged = RECORD.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatExceptionOfType(InvalidRecordException.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> CheckpointChunk.decode(damaged))
                    .returns(Reason.DAMAGED, InvalidRecordException::reason);
        }
    }

    @Test
    void saysWhatIsWrong() {
        refuses(new byte[3], "expected a header of 24 bytes, found a record of 3");
        refuses(
                "no chunk of a checkpoint at all".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "expected the magic number 4d53434b, found 6e6f2063");
        refuses(with(4, 2), "expected format 1, found 2, of another version of Mainstem");
        refuses(with(16, 4), "expected 4 bytes of content, found 3");
        refuses(Arrays.copyOf(RECORD, 26), "expected 3 bytes of content, found 2");
        refuses(
                with(20, 0x01020304),
                "expected the CRC-32C 01020304, found " + HexFormat.of().formatHex(RECORD, 20, 24));
        refuses(
                new CheckpointChunk(3, 3, new byte[0]).encode(),
                "expected an index below the count of chunks 3, found 3");
        refuses(
                new CheckpointChunk(-1, 3, new byte[0]).encode(),
                "expected an index below the count of chunks 3, found -1");
    }

    private static byte[] with(int at, int value) {
        return ByteBuffer.wrap(RECORD.clone()).putInt(at, value).array();
    }

    private static void refuses(byte[] record, String message) {
        assertThatExceptionOfType(InvalidRecordException.class)
                .isThrownBy(() -> CheckpointChunk.decode(record))
                .withMessage("chunk of a checkpoint: " + message);
    }
}
