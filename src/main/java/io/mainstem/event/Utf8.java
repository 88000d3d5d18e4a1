package io.mainstem.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells well-formed UTF-8 (Unicode 15, table 3-7) from anything else. Jackson lets overlong forms, encoded surrogates
 * and values beyond U+10FFFF pass, and guesses UTF-16 from zero bytes; the contract of the events says UTF-8.
 */
final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** Index of the first byte that is not part of a well-formed sequence, or -1. */
    static int firstInvalid(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            if (i + Long.BYTES <= bytes.length && ((long) LONGS.get(bytes, i) & NOT_ASCII) == 0) {
                i += Long.BYTES;
                continue;
            }
            int length = sequence(bytes, i);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    /** Bytes of the well-formed sequence that starts here, or 0. */
    private static int sequence(byte[] bytes, int at) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0x80) {
            return 1;
        } else if (lead < 0xC2) {
            return 0;
        } else if (lead < 0xE0) {
            return continuations(bytes, at, 1, 0x80, 0xBF);
        } else if (lead < 0xF0) {
            return continuations(bytes, at, 2, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
        } else if (lead < 0xF5) {
            return continuations(bytes, at, 3, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
        }
        return 0;
    }

    private static int continuations(byte[] bytes, int at, int count, int firstLow, int firstHigh) {
        if (at + count >= bytes.length) {
            return 0;
        }
        int first = bytes[at + 1] & 0xFF;
        if (first < firstLow || first > firstHigh) {
            return 0;
        }
        for (int i = at + 2; i <= at + count; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return count + 1;
    }
}
