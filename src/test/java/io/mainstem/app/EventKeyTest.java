package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventKeyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":\"42\",\"features\":{}}            | 42",
                "{\"features\":{\"id\":\"x\"},\"id\":\"42\"} | 42",
                "{\"a\":[{\"id\":1}],\"id\":7}              | 7",
                "{\"id\":\"\\u00e9 \\\"q\\\"\"}             | é \"q\"",
                "{\"id\":\"42\" and then no JSON            | 42",
            })
    void isTheId(String event, String key) {
        assertThat(EventKey.of(event.getBytes(UTF_8))).isEqualTo(key.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "no JSON",
                "{\"id\":null}",
                "{\"id\":\"\"}",
                "{\"id\":1.5}",
                "{\"id\":{\"id\":\"1\"}}",
                "{\"id\":true}",
                "{\"a\":\"b\"",
                "[{\"id\":\"1\"}]",
                "{\"a\" \"id\"}",
                "42"
            })
    void isNullWhereThereIsNone(String event) {
        assertThat(EventKey.of(event.getBytes(UTF_8))).isNull();
    }
}
