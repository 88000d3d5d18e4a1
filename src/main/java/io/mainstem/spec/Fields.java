package io.mainstem.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping being read: hands out its values by key. The keys that are asked for are the allowed ones; any other becomes
 * a problem when {@link #refuseOthers()} is called.
 */
final class Fields {

    private static final Predicate<String> NAME = Pattern.compile("\\P{Cc}+").asMatchPredicate();

    private final Place place;
    private final Problems problems;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private boolean keysKnown = true;

    private Fields(Place place, Problems problems) {
        this.place = place;
        this.problems = problems;
    }

    static Fields of(Place place, MappingNode mapping, Problems problems) {
        Fields fields = new Fields(place, problems);
        for (NodeTuple entry : mapping.getValue()) {
            fields.add(entry);
        }
        return fields;
    }

    /** Stands in for a mapping that is not one, which was said already; what is missing in it is nobody's problem. */
    static Fields unreadable(Place place) {
        return new Fields(place, new Problems());
    }

    private void add(NodeTuple entry) {
        Place position = place.at(entry.getKeyNode().getStartMark());
        if (!(entry.getKeyNode() instanceof ScalarNode key) || key.getTag().equals(Tag.NULL)) {
            problems.add(position, "needs keys that are text");
            return;
        }
        Place at = position.key(key.getValue());
        Value earlier = values.putIfAbsent(key.getValue(), new Value(at, entry.getValueNode(), problems));
        if (earlier != null) {
            problems.add(at, "is given twice, first in line " + earlier.place().line());
        }
    }

    Optional<Value> optional(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key));
    }

    /** All values, in the order of the file, of a mapping whose keys are free. */
    Map<String, Value> all() {
        return Collections.unmodifiableMap(values);
    }

    Value required(String key) {
        return optional(key).orElseGet(() -> new Value(place.key(key), null, problems));
    }

    int integer(String key, int min, int max, int fallback) {
        return optional(key)
                .flatMap(value -> value.integer(min, max))
                .map(Math::toIntExact)
                .orElse(fallback);
    }

    double number(String key, Range range, double fallback) {
        return optional(key).flatMap(value -> value.number(range)).orElse(fallback);
    }

    <E extends Enum<E>> E choice(String key, E fallback) {
        return optional(key)
                .flatMap(value -> value.choice(fallback.getDeclaringClass()))
                .orElse(fallback);
    }

    /** A choice that decides which other keys there are; while it is wrong, none is called unknown. */
    <E extends Enum<E>> Optional<E> kind(String key, Class<E> type) {
        Optional<E> kind = required(key).choice(type);
        keysKnown &= kind.isPresent();
        return kind;
    }

    <E extends Enum<E>> Optional<E> kind(String key, E fallback) {
        asked.add(key);
        return values.containsKey(key) ? kind(key, fallback.getDeclaringClass()) : Optional.of(fallback);
    }

    /** A mapping that may be left out, which is as good as an empty one. */
    <T> T section(String key, Function<Fields, T> reader) {
        Fields fields = optional(key).map(value -> value.fields("a mapping")).orElseGet(() -> unreadable(place));
        T section = reader.apply(fields);
        fields.refuseOthers();
        return section;
    }

    /** A mapping from at least one name to what is declared by it, in the order of the file. */
    <T> List<T> declared(String key, String noun, BiFunction<String, Fields, Optional<T>> reader) {
        Value value = required(key);
        Fields named = value.fields("a mapping with at least one " + noun);
        List<T> declared = new ArrayList<>();
        named.values.forEach((name, declaration) -> {
            if (!NAME.test(name)) {
                problems.add(declaration.place(), "needs a name that is not empty, without control characters");
            }
            Fields fields = declaration.fields("a mapping with the type of the " + noun);
            reader.apply(name, fields).ifPresent(declared::add);
            fields.refuseOthers();
        });
        if (named.values.isEmpty()) {
            named.problems.add(value.place(), "needs at least one %s, found none".formatted(noun));
        }
        return declared;
    }

    /** Refuses the keys that nobody asked for. */
    void refuseOthers() {
        values.forEach((key, value) -> {
            if (keysKnown && !asked.contains(key)) {
                String allowed = String.join(", ", asked);
                problems.add(
                        value.place(),
                        "unknown key, allowed are %s%s".formatted(allowed, Nearest.question(key, asked)));
            }
        });
    }
}
