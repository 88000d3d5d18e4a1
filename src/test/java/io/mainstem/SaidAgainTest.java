package io.mainstem;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "abcde" is expected. */
class SaidAgainTest {

    @ParameterizedTest
    @CsvSource({"abcde, 0", "abcde, 1", "abcbcde, 1", "aabcde, 1", "abcdeabcde, 1", "ababcdbcde, 2", "abcdee, 1"})
    void everythingOnceOrFromAnEarlierRecordOn(String actual, int stepsBack) {
        assertThatCode(() -> check(actual, stepsBack)).doesNotThrowAnyException();
    }

    /** Something left out, something else, an end too soon, another order, or more steps back than there may be. */
    @ParameterizedTest
    @ValueSource(strings = {"", "abde", "abbde", "abxcde", "abcdea", "acbde", "abcd", "abcdex", "ababababcde"})
    void nothingElse(String actual) {
        assertThatThrownBy(() -> check(actual, 2)).isInstanceOf(AssertionError.class);
    }

    @Test
    void notOnceAgainWithoutLeave() {
        assertThatThrownBy(() -> check("abcbcde", 0)).hasMessageContaining("record 3");
        assertThatThrownBy(() -> check("abcdee", 0)).hasMessageContaining("number of records");
    }

    private static void check(String actual, int stepsBack) {
        SaidAgain.check(letters(actual), letters("abcde"), stepsBack);
    }

    private static List<Character> letters(String text) {
        return text.chars().mapToObj(letter -> (char) letter).toList();
    }
}
