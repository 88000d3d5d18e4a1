package io.mainstem.spec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value being read. Each method takes it for something; if it is not that, this becomes a problem which says what was
 * needed, and the result is empty.
 *
 * @param node null if a required value is not there
 */
record Value(Place place, @Nullable Node node, Problems problems) {

    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");
    private static final Pattern UNDERSCORE_AND_LETTER = Pattern.compile("_(.)");

    Optional<Long> integer(long min, long max) {
        Optional<Long> integer = decimal()
                .filter(d -> d.compareTo(BigDecimal.valueOf(min)) >= 0 && d.compareTo(BigDecimal.valueOf(max)) <= 0)
                .filter(d -> d.signum() == 0 || d.stripTrailingZeros().scale() <= 0)
                .map(BigDecimal::longValueExact);
        return orRefuse(integer, "an integer from %d to %d".formatted(min, max));
    }

    Optional<Double> number(Range range) {
        return orRefuse(decimal().map(BigDecimal::doubleValue).filter(range.members()::test), range.description());
    }

    Optional<Boolean> truth() {
        return orRefuse(scalar(Tag.BOOL).map(text -> text.equalsIgnoreCase("true")), "true or false");
    }

    /** True or false, or 1 or 0 for it. */
    Optional<Double> truthOrBit() {
        Optional<Double> truth = scalar(Tag.BOOL).map(text -> text.equalsIgnoreCase("true") ? 1.0 : 0.0);
        Optional<Double> bit = decimal().map(BigDecimal::doubleValue).filter(d -> d == 0 || d == 1);
        return orRefuse(truth.or(() -> bit), "true, false, 0 or 1");
    }

    /** Text all of which fits the pattern. */
    Optional<String> text(Pattern pattern, String expectation) {
        Optional<String> text = scalar(Tag.STR).filter(t -> pattern.matcher(t).matches());
        if (text.isEmpty()) {
            boolean unquoted = scalar(Tag.INT, Tag.FLOAT, Tag.BOOL).isPresent();
            refuse(expectation, unquoted ? ", which is text only in quotes" : "");
        }
        return text;
    }

    /** Some text; a number or truth value without quotes stands for its text, so that {@code [1, 2]} may be classes. */
    Optional<String> label() {
        Optional<String> label = scalar(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL).filter(text -> !text.isEmpty());
        return orRefuse(label, "text that is not empty");
    }

    Optional<Duration> duration() {
        Optional<Duration> duration = scalar(Tag.STR)
                .map(DURATION::matcher)
                .filter(Matcher::matches)
                .map(m -> {
                    long count = Long.parseLong(m.group(1));
                    return switch (m.group(2)) {
                        case "ms" -> Duration.ofMillis(count);
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    };
                });
        return orRefuse(duration, "a duration such as 500ms, 1s, 5m, 1h or 2d");
    }

    /** One of the enum's constants, written in camel case. */
    <E extends Enum<E>> Optional<E> choice(Class<E> type) {
        E[] constants = type.getEnumConstants();
        List<String> words = Arrays.stream(constants).map(Value::camelCase).toList();
        String expectation = "one of " + String.join(", ", words);
        Optional<String> text = scalar(Tag.STR);
        int index = text.map(words::indexOf).orElse(-1);
        if (index < 0) {
            refuse(expectation, text.map(t -> Nearest.question(t, words)).orElse(""));
            return Optional.empty();
        }
        return Optional.of(constants[index]);
    }

    private static String camelCase(Enum<?> constant) {
        return UNDERSCORE_AND_LETTER
                .matcher(constant.name().toLowerCase(Locale.ROOT))
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    Optional<List<Value>> items(String expectation) {
        if (!(node instanceof SequenceNode sequence)) {
            refuse(expectation, "");
            return Optional.empty();
        }
        List<Value> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new Value(place.item(items.size(), item), item, problems));
        }
        return Optional.of(items);
    }

    /** What a mapping that was read already has under the key, with its place; no node where it has nothing. */
    Value entry(String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key)) {
                    return new Value(place.at(name.getStartMark()).key(key), entry.getValueNode(), problems);
                }
            }
        }
        return new Value(place.key(key), null, problems);
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    Fields fields(String expectation) {
        if (node instanceof MappingNode mapping) {
            return Fields.of(place, mapping, problems);
        }
        refuse(expectation, "");
        return Fields.unreadable(place);
    }

    void problem(String message) {
        problems.add(place, message);
    }

    /** The number, exactly; a finite one of the core schema. */
    private Optional<BigDecimal> decimal() {
        return scalar(Tag.INT, Tag.FLOAT).flatMap(text -> {
            try {
                if (text.startsWith("0x") || text.startsWith("0o")) {
                    int radix = text.charAt(1) == 'x' ? 16 : 8;
                    return Optional.of(new BigDecimal(new BigInteger(text.substring(2), radix)));
                }
                return Optional.of(new BigDecimal(text));
            } catch (NumberFormatException e) {
                // .inf, .nan, or an exponent beyond any use
                return Optional.empty();
            }
        });
    }

    private Optional<String> scalar(Tag... tags) {
        return node instanceof ScalarNode scalar && Arrays.asList(tags).contains(scalar.getTag())
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    private <T> Optional<T> orRefuse(Optional<T> value, String expectation) {
        if (value.isEmpty()) {
            refuse(expectation, "");
        }
        return value;
    }

    private void refuse(String expectation, String hint) {
        problem("needs %s, found %s%s".formatted(expectation, found(), hint));
    }

    private String found() {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            String quoted = Quoted.of(scalar.getValue());
            return scalar.getTag().equals(Tag.STR) ? "the text " + quoted : quoted.substring(1, quoted.length() - 1);
        }
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        return node instanceof SequenceNode ? "a list" : "nothing";
    }
}
