package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    @Test
    void takesWhatJavaWrites() {
        assertThat(Utf8.firstInvalid(new byte[0])).isEqualTo(-1);
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(c).getBytes(UTF_8);
                if (Utf8.firstInvalid(bytes) >= 0) {
                    fail("U+%X", c);
                }
            }
        }
    }

    @Test
    void namesTheFirstByteThatIsNot() {
        assertThat(Utf8.firstInvalid("0123456789ä€😀".getBytes(UTF_8))).isEqualTo(-1);
        assertThat(Utf8.firstInvalid(bytes("0123456789", 0xC0, 0x80))).isEqualTo(10);
        assertThat(Utf8.firstInvalid(bytes("ä", 0xED, 0xA0, 0x80))).isEqualTo(2);
        assertThat(Utf8.firstInvalid(bytes("", 0xF4, 0x90, 0x80, 0x80))).isZero();
        assertThat(Utf8.firstInvalid(bytes("ab", 0xE2, 0x82))).isEqualTo(2);
        assertThat(Utf8.firstInvalid(bytes("0123456", 0xFF))).isEqualTo(7);
    }

    @Test
    void agreesWithJavaOnAnyBytes() {
        long seed = 5;
        Random random = new Random(seed);
        int[] likely = {0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE1, 0xED, 0xEE, 0xF0, 0xF4, 0xF5};
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            for (int b = 0; b < bytes.length; b++) {
                bytes[b] =
                        (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : likely[random.nextInt(likely.length)]);
            }
            if ((Utf8.firstInvalid(bytes) < 0) != wellFormed(bytes)) {
                fail("seed %d: %s", seed, Arrays.toString(bytes));
            }
        }
    }

    private static boolean wellFormed(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] bytes(String start, int... rest) {
        byte[] head = start.getBytes(UTF_8);
        byte[] bytes = Arrays.copyOf(head, head.length + rest.length);
        for (int i = 0; i < rest.length; i++) {
            bytes[head.length + i] = (byte) rest[i];
        }
        return bytes;
    }
}
