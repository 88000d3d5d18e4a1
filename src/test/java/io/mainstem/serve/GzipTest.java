package io.mainstem.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

class GzipTest {

    private static final byte[] LONG =
            "as it was said, and said again; ".repeat(5000).getBytes(UTF_8);

    @Test
    void whatIsWholeIsReadAsItWas() throws Exception {
        byte[] compressed = Gzip.whole(LONG);

        assertThat(compressed).hasSizeLessThan(LONG.length / 20);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
                .isEqualTo(LONG);
    }

    @Test
    void partsAreReadAsSoonAsTheyAreThereWhicheverCameBefore() throws Exception {
        byte[] part = Gzip.part(LONG);
        for (int skipped = 0; skipped < 2; skipped++) {
            ByteArrayInputStream begin = new ByteArrayInputStream(Gzip.begin("retry".getBytes(UTF_8)));
            ByteArrayInputStream rest = new ByteArrayInputStream(part);
            GZIPInputStream in = new GZIPInputStream(new SequenceInputStream(begin, rest));

            assertThat(in.readNBytes(5)).isEqualTo("retry".getBytes(UTF_8));
            assertThat(in.readNBytes(LONG.length)).isEqualTo(LONG);
        }
    }

    @Test
    void onlyWhoTakesItGetsIt() {
        assertThat(taken("gzip, deflate, br")).isTrue();
        assertThat(taken("br;q=1.0, GZIP;q=0.5")).isTrue();
        assertThat(taken("gzip;q=0, identity")).isFalse();
        assertThat(taken("br")).isFalse();
        assertThat(Gzip.isTaken(HttpFields.EMPTY)).isFalse();
    }

    private static boolean taken(String encodings) {
        return Gzip.isTaken(HttpFields.build().add("Accept-Encoding", encodings));
    }
}
