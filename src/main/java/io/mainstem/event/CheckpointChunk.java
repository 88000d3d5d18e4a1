package io.mainstem.event;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * One part of a checkpoint's state, as a binary record:
 *
 * <pre>
 * byte  0  magic "MSCK"
 * byte  4  format, 1
 * byte  8  index of the chunk, from 0
 * byte 12  count of chunks
 * byte 16  length of the content
 * byte 20  CRC-32C of all other bytes of the record
 * byte 24  content
 * </pre>
 *
 * Integers are big-endian, of 32 bits.
 *
 * @param content not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, megabytes of it
public record CheckpointChunk(int index, int count, byte[] content) {

    /** Bytes of the longest record, header included: it passes the default limits of every Kafka client. */
    public static final int MAX_BYTES = 512 * 1024;

    static final int HEADER = 24;
    static final int MAX_CONTENT = MAX_BYTES - HEADER;

    private static final int MAGIC = 0x4D53434B;
    private static final int FORMAT = 1;
    private static final int CHECKSUM_AT = 20;

    public byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + content.length);
        bytes.putInt(MAGIC).putInt(FORMAT).putInt(index).putInt(count).putInt(content.length);
        bytes.position(HEADER);
        bytes.put(content);
        return bytes.putInt(CHECKSUM_AT, checksum(bytes.array())).array();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws InvalidRecordException saying what is wrong with it
     */
    public static CheckpointChunk decode(byte[] record) throws InvalidRecordException {
        if (record.length < HEADER) {
            throw damaged("expected a header of " + HEADER + " bytes, found a record of " + record.length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(record);
        int magic = bytes.getInt();
        if (magic != MAGIC) {
            throw damaged("expected the magic number " + hex(MAGIC) + ", found " + hex(magic));
        }
        int format = bytes.getInt();
        if (format != FORMAT) {
            throw damaged("expected format " + FORMAT + ", found " + format + ", of another version of Mainstem");
        }
        int index = bytes.getInt();
        int count = bytes.getInt();
        int length = bytes.getInt();
        int checksum = bytes.getInt();
        if (length != record.length - HEADER) {
            throw damaged("expected " + length + " bytes of content, found " + (record.length - HEADER));
        }
        int found = checksum(record);
        if (checksum != found) {
            throw damaged("expected the CRC-32C " + hex(checksum) + ", found " + hex(found));
        }
        if (index < 0 || index >= count) {
            throw damaged("expected an index below the count of chunks " + count + ", found " + index);
        }
        byte[] content = new byte[length];
        bytes.get(content);
        return new CheckpointChunk(index, count, content);
    }

    private static int checksum(byte[] record) {
        CRC32C crc = new CRC32C();
        crc.update(record, 0, CHECKSUM_AT);
        crc.update(record, HEADER, record.length - HEADER);
        return (int) crc.getValue();
    }

    private static InvalidRecordException damaged(String what) {
        return new InvalidRecordException(Reason.DAMAGED, "chunk of a checkpoint: " + what);
    }

    private static String hex(int value) {
        return HexFormat.of().toHexDigits(value);
    }
}
