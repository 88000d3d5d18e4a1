package io.mainstem.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A place in a record, as JSON Pointer (RFC 6901) writes it: {@code /flight/airport}, {@code /items/0/price}; the empty
 * text is the whole record. {@code ~1} stands for a slash within a name, {@code ~0} for a tilde.
 *
 * @param steps names of fields, or indices into arrays, from the record on
 */
public record Pointer(List<String> steps) {

    /** Half of the depth to which a record may nest. */
    private static final int MOST_STEPS = 32;

    private static final String SYNTAX = "(?s)(?=.{0,1000}\\z)(?:/(?:[^/~]|~[01])*){%d," + MOST_STEPS + "}";

    /** What points to a value in a record. */
    static final Pattern TO_VALUE = Pattern.compile(SYNTAX.formatted(1));

    /** What points to an object, which the record itself may be. */
    static final Pattern TO_OBJECT = Pattern.compile(SYNTAX.formatted(0));

    public Pointer {
        steps = List.copyOf(steps);
    }

    /**
     * The pointer that the text writes.
     *
     * @throws IllegalArgumentException if it is none, or has more than 32 steps or 1000 characters
     */
    public static Pointer of(String text) {
        if (!TO_OBJECT.matcher(text).matches()) {
            throw new IllegalArgumentException("no JSON pointer of at most " + MOST_STEPS + " steps: " + text);
        }
        List<String> steps = new ArrayList<>();
        for (int slash = text.isEmpty() ? -1 : 0; slash >= 0; ) {
            int next = text.indexOf('/', slash + 1);
            String step = next < 0 ? text.substring(slash + 1) : text.substring(slash + 1, next);
            steps.add(step.replace("~1", "/").replace("~0", "~"));
            slash = next;
        }
        return new Pointer(steps);
    }

    /** Whether this is the whole record. */
    public boolean isRecord() {
        return steps.isEmpty();
    }

    /** The field of that name in the object to which this points. */
    public Pointer field(String name) {
        List<String> longer = new ArrayList<>(steps);
        longer.add(name);
        return new Pointer(longer);
    }

    /** A name as it stands in the text of a pointer. */
    public static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** As it is written, e.g. {@code /flight/airport}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        steps.forEach(step -> text.append('/').append(escaped(step)));
        return text.toString();
    }
}
