package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void givesLinesByteForByteAndSkipsBlankOnes() throws IOException {
        Path file = write("a\n\n  \t\r\n{\"b\": 1} \r\n\u00e9\u20ac\nlast".getBytes(UTF_8));
        try (EventFile events = EventFile.open(file)) {
            List<String> lines = new ArrayList<>();
            List<Long> numbers = new ArrayList<>();
            for (boolean more = events.hasNext(); more; ) {
                lines.add(new String(events.next(), UTF_8));
                more = events.hasNext();
                numbers.add(events.line());
            }
            assertThat(lines).containsExactly("a", "{\"b\": 1} \r", "\u00e9\u20ac", "last");
            assertThat(numbers).containsExactly(1L, 4L, 5L, 6L);
            assertThat(events.bytesRead()).isEqualTo(events.size()).isEqualTo(Files.size(file));
            assertThatThrownBy(events::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void bytesThatAreNoTextPassUnchanged() throws IOException {
        byte[] noText = {(byte) 0xff, 0, (byte) 0xc3, '"'};
        assertThat(lines(write(noText))).containsExactly(noText);
    }

    @Test
    void anEmptyFileHasNoLines() throws IOException {
        assertThat(lines(write(new byte[0]))).isEmpty();
        assertThat(lines(write(gzip(new byte[0])))).isEmpty();
    }

    @Test
    void tellsGzipByItsBytesNotItsName() throws IOException {
        assertThat(lines(write(gzip("a\nb\n".getBytes(UTF_8)))))
                .extracting(EventFileTest::text)
                .containsExactly("a", "b");
    }

    @Test
    void readsGzipFilesPutTogetherEvenFromAPipe() throws IOException {
        byte[] two = concat(gzip("a\nb".getBytes(UTF_8)), gzip("c\nd\n".getBytes(UTF_8)));
        assertThat(lines(write(two))).extracting(EventFileTest::text).containsExactly("a", "bc", "d");

        InputStream before = System.in;
        try {
            System.setIn(new Trickle(two));
            assertThat(lines(EventFile.STDIN)).extracting(EventFileTest::text).containsExactly("a", "bc", "d");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void linesOfAllLengthsSurviveTheBuffer() throws IOException {
        long seed = 42;
        Random random = new Random(seed);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        List<byte[]> expected = new ArrayList<>();
        for (int length : new int[] {1, 65_535, 65_536, 65_537, 131_072, 5_000_000, 3}) {
            byte[] line = new byte[length];
            for (int i = 0; i < length; i++) {
                line[i] = (byte) ('a' + random.nextInt(26));
            }
            expected.add(line);
            file.writeBytes(line);
            file.write('\n');
        }
        assertThat(lines(write(file.toByteArray()))).as("seed %d", seed).containsExactlyElementsOf(expected);
        assertThat(lines(write(gzip(file.toByteArray())))).as("seed %d", seed).containsExactlyElementsOf(expected);
    }

    @Test
    void aDamagedGzipFileNamesTheLastWholeLine() throws IOException {
        byte[] whole = gzip("{\"id\":\"1\"}\n{\"id\":\"2\"}\n".getBytes(UTF_8));
        Path cut = write(Arrays.copyOf(whole, whole.length - 6));
        assertThatThrownBy(() -> lines(cut))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageStartingWith(cut + " is damaged after line 2: not a whole gzip file");

        byte[] flipped = whole.clone();
        flipped[whole.length - 6] ^= 1;
        assertThatThrownBy(() -> lines(write(flipped)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("is damaged after line 2");
    }

    @Test
    void anEndlessLineIsRefusedBeforeItFillsTheMemory() throws IOException {
        Path file = write(new byte[EventFile.MAX_LINE_BYTES + 1]);
        assertThatThrownBy(() -> lines(file))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage(file + ": line 1 is longer than 16 MiB: is it a file of events, one JSON object a line?");
    }

    @Test
    void aMissingFileIsWrongUsage() {
        Path none = folder.resolve("none.jsonl");
        assertThatThrownBy(() -> EventFile.open(none))
                .isInstanceOf(UsageException.class)
                .hasMessage("no such file: " + none);
    }

    private Path write(byte[] bytes) throws IOException {
        Path file = Files.createTempFile(folder, "events", ".jsonl");
        return Files.write(file, bytes);
    }

    private static List<byte[]> lines(Path file) {
        try (EventFile events = EventFile.open(file)) {
            List<byte[]> lines = new ArrayList<>();
            events.forEachRemaining(lines::add);
            return lines;
        }
    }

    private static String text(byte[] line) {
        return new String(line, UTF_8);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(file)) {
            out.write(bytes);
        }
        return file.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Gives a byte at a time and never says that there are more, as a slow pipe does. */
    private static final class Trickle extends ByteArrayInputStream {

        Trickle(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(1, length));
        }

        @Override
        public synchronized int available() {
            return 0;
        }
    }
}
