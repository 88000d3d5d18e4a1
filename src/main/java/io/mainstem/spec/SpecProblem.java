package io.mainstem.spec;

/**
 * One thing that is wrong with a learner file.
 *
 * @param path of the value, e.g. {@code tasks.size.classes[1]}; empty for the file as a whole
 * @param message what is allowed there and what was found
 * @param line from 1
 * @param column from 1
 */
public record SpecProblem(String path, String message, int line, int column) {

    /** In one line, e.g. {@code tasks.size.classes: needs at least 2 classes, found 1 (line 12)}. */
    @Override
    public String toString() {
        return path.isEmpty()
                ? "%s (line %d, column %d)".formatted(message, line, column)
                : "%s: %s (line %d)".formatted(path, message, line);
    }
}
