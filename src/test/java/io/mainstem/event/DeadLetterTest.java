package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    static Map<String, String> headers(DeadLetter letter) {
        Map<String, String> texts = new LinkedHashMap<>();
        letter.headers().forEach((name, bytes) -> texts.put(name, new String(bytes, UTF_8)));
        return texts;
    }

    @Test
    void saysWhyAndWhereFrom() {
        DeadLetter letter = new DeadLetter(
                Reason.WRONG_TYPE,
                "features.größe: expected a number, found a string",
                "events",
                3,
                5_000_000_000L,
                "42".getBytes(UTF_8),
                "abc".getBytes(UTF_8));

        assertThat(headers(letter))
                .containsExactly(
                        entry("mainstem.reason", "wrong-type"),
                        entry("mainstem.message", "features.größe: expected a number, found a string"),
                        entry("mainstem.topic", "events"),
                        entry("mainstem.partition", "3"),
                        entry("mainstem.offset", "5000000000"),
                        entry("mainstem.size", "3"),
                        entry("mainstem.sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        assertThat(letter.cutKey()).isEqualTo("42".getBytes(UTF_8));
        assertThat(letter.cutValue()).isEqualTo("abc".getBytes(UTF_8));
    }

    @Test
    void cutsKeyAndValueButNotWhatTheHeadersSayOfThem() {
        byte[] value = "x".repeat(5_000_000).getBytes(UTF_8);
        DeadLetter letter = new DeadLetter(Reason.TOO_LARGE, "too large", "events", 0, 0, value, value);

        assertThat(letter.cutValue()).isEqualTo("x".repeat(65_536).getBytes(UTF_8));
        assertThat(letter.cutKey()).hasSize(65_536);
        assertThat(headers(letter))
                .containsEntry("mainstem.size", "5000000")
                .containsEntry("mainstem.sha256", "03a7bd518f3e4ecac11f2e77f7437928ba5d80ac0b2b26a523d90e7628bfd59b");
    }

    @Test
    void takesRecordsWithoutKeyAndValue() {
        DeadLetter letter = new DeadLetter(Reason.EMPTY_VALUE, "empty", "events", 0, 0, null, null);

        assertThat(letter.cutKey()).isNull();
        assertThat(letter.cutValue()).isNull();
        assertThat(headers(letter))
                .containsEntry("mainstem.size", "0")
                .containsEntry("mainstem.sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
