package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.spec.Pointer;
import io.mainstem.spec.RecordShape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventKeyTest {

    private static final EventKey KEY = new EventKey(RecordShape.EVENT.id());

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
        assertThat(KEY.of(event.getBytes(UTF_8))).isEqualTo(key.getBytes(UTF_8));
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
        assertThat(KEY.of(event.getBytes(UTF_8))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":1,\"a/b\":{\"id\":2,\"ids\":[[0],\"x\"]}} | x",
                "{\"a/b\":{\"ids\":{\"0\":1,\"1\":7}} and then   | 7",
                "{\"a/b\":{\"ids\":[0]}}                          | ",
                "{\"a/b\":{\"ids\":[0,[1]]}}                      | ",
                "{\"a/b\":\"ids\"}                                | ",
                "{\"a/b\":[0,1]}                                  | ",
            })
    void isWhereTheShapeHasIt(String event, @Nullable String key) {
        byte[] found = new EventKey(Pointer.of("/a~1b/ids/1")).of(event.getBytes(UTF_8));

        assertThat(found).isEqualTo(key == null ? null : key.getBytes(UTF_8));
    }
}
