package io.mainstem.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameTableTest {

    private static int find(NameTable table, String name) {
        char[] lent = ("x" + name + "x").toCharArray();
        return table.find(lent, 1, name.length());
    }

    @Test
    void findsEveryNameAndNoOther() {
        List<String> names =
                IntStream.range(0, 1000).mapToObj(i -> "class " + i).toList();
        NameTable table = new NameTable(names);

        for (int i = 0; i < names.size(); i++) {
            assertThat(find(table, names.get(i))).isEqualTo(i);
        }
        assertThat(find(table, "class 1000")).isEqualTo(-1);
        assertThat(find(table, "class")).isEqualTo(-1);
        assertThat(find(table, "")).isEqualTo(-1);
    }

    @Test
    void tellsNamesOfOneHashApart() {
        NameTable table = new NameTable(List.of("Aa", "BB", "AaAa", "BBBB"));

        assertThat(List.of(find(table, "Aa"), find(table, "BB"), find(table, "AaAa"), find(table, "BBBB")))
                .containsExactly(0, 1, 2, 3);
        assertThat(find(table, "AaBB")).isEqualTo(-1);
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        assertThat(find(new NameTable(List.of()), "a")).isEqualTo(-1);
    }

    @Test
    void listsTheFirstTen() {
        assertThat(new NameTable(List.of("a", "b"))).hasToString("a, b");
        assertThat(new NameTable(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l")))
                .hasToString("a, b, c, d, e, f, g, h, i, j, … (12 in all)");
    }
}
