package io.mainstem.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointerTest {

    @Test
    void hasTheStepsOfRfc6901() {
        assertThat(Pointer.of("").steps()).isEmpty();
        assertThat(Pointer.of("/").steps()).containsExactly("");
        assertThat(Pointer.of("/foo/0").steps()).containsExactly("foo", "0");
        assertThat(Pointer.of("/a~1b/m~0n/~01/ /").steps()).containsExactly("a/b", "m~n", "~1", " ", "");
        assertThat(Pointer.of("/c%d\"\\\n").steps()).containsExactly("c%d\"\\\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "/~", "/a~2", "/~/", "#/a", " /a"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Pointer.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isBounded() {
        assertThat(Pointer.of("/a".repeat(32)).steps()).hasSize(32);
        assertThat(Pointer.of("/" + "x~1".repeat(333)).steps()).hasSize(1);
        assertThatThrownBy(() -> Pointer.of("/a".repeat(33))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pointer.of("/" + "~1".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isWrittenAsItIsRead() {
        for (int seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            List<String> steps = new ArrayList<>();
            for (int step = random.nextInt(6); step > 0; step--) {
                StringBuilder name = new StringBuilder();
                for (int length = random.nextInt(5); length > 0; length--) {
                    name.append("a0~/é😀 \n".charAt(random.nextInt(7)));
                }
                steps.add(name.toString());
            }
            Pointer pointer = new Pointer(steps);
            assertThat(Pointer.of(pointer.toString())).as("seed %d", seed).isEqualTo(pointer);
            assertThat(pointer.toString())
                    .as("seed %d", seed)
                    .isEqualTo(JsonPointer.compile(pointer.toString()).toString());
            assertThat(pointer.isRecord()).isEqualTo(steps.isEmpty());
        }
    }
}
