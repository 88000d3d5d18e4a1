package io.mainstem.spec;

import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where a value stands in a file.
 *
 * @param path as in {@link SpecProblem}
 * @param line from 1
 * @param column from 1
 */
record Place(String path, int line, int column) {

    private static final Pattern PLAIN_KEY = Pattern.compile("[\\p{L}\\p{N}_-]+");

    static final Place START = new Place("", 1, 1);

    /** The same path, at another position. */
    Place at(Optional<Mark> mark) {
        return mark.map(m -> new Place(path, m.getLine() + 1, m.getColumn() + 1))
                .orElse(this);
    }

    /** The entry of a mapping which stands here. */
    Place key(String key) {
        if (!PLAIN_KEY.matcher(key).matches()) {
            return new Place(path + '[' + Quoted.of(key) + ']', line, column);
        }
        return new Place(path.isEmpty() ? key : path + '.' + key, line, column);
    }

    /** The item of a list which stands here. */
    Place item(int index, Node item) {
        return new Place(path + '[' + index + ']', line, column).at(item.getStartMark());
    }
}
