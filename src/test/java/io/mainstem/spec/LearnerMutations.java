package io.mainstem.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Changes to a learner file, most of which make it wrong: a value becomes another one (out of a stock of all types, with
 * the bounds and words of the schema among them), goes away, or gets a neighbour.
 */
final class LearnerMutations {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<JsonNode> values;
    private final List<String> keys;

    LearnerMutations(JsonNode schema) {
        Set<JsonNode> stock = new LinkedHashSet<>(List.of(
                NODES.nullNode(),
                NODES.booleanNode(true),
                NODES.numberNode(-1),
                NODES.numberNode(0.5),
                NODES.numberNode(1.5),
                NODES.numberNode(3.0),
                NODES.textNode(""),
                NODES.textNode("a b"),
                NODES.textNode("a.b"),
                NODES.textNode("."),
                NODES.textNode("events"),
                NODES.textNode("1"),
                NODES.textNode("90m"),
                NODES.textNode("90 m"),
                NODES.textNode("0s"),
                NODES.textNode("1234567890s"),
                NODES.textNode("x".repeat(100)),
                NODES.textNode("x".repeat(101)),
                NODES.textNode("x".repeat(249)),
                NODES.textNode("x".repeat(250)),
                NODES.textNode("/"),
                NODES.textNode("/a/b~0c"),
                NODES.textNode("/a~2"),
                NODES.textNode("a/b"),
                NODES.textNode("/a".repeat(32)),
                NODES.textNode("/a".repeat(33)),
                NODES.textNode("/" + "x".repeat(999)),
                NODES.textNode("/" + "x".repeat(1000)),
                NODES.arrayNode(),
                NODES.arrayNode().add(8),
                NODES.arrayNode().add(8).add(0),
                NODES.arrayNode().add("a"),
                NODES.arrayNode().add("a").add("b").add(1).add(true),
                NODES.arrayNode().add("a").add("b").add("a"),
                NODES.arrayNode().add(1).add("1"),
                NODES.arrayNode().add("a").add(""),
                NODES.objectNode(),
                NODES.objectNode().put("y", "/y"),
                NODES.objectNode().put("type", "number"),
                NODES.objectNode().put("type", "binary"),
                NODES.objectNode().set("y", NODES.objectNode().put("type", "binary")),
                NODES.objectNode().set("", NODES.objectNode().put("type", "text")),
                NODES.objectNode().set("a\u0001", NODES.objectNode().put("type", "text"))));
        Set<String> names = new LinkedHashSet<>(List.of("unknown", "Type", ""));
        collect(schema, stock, names);
        values = List.copyOf(stock);
        keys = List.copyOf(names);
    }

    /** The words and bounds of the schema, each bound with its neighbours, and the names of its properties. */
    private static void collect(JsonNode schema, Set<JsonNode> stock, Set<String> names) {
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        schema.path("enum").forEach(stock::add);
        if (schema.path("const").isTextual()) {
            stock.add(schema.get("const"));
        }
        for (String bound : List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
            if (schema.path(bound).isNumber()) {
                BigDecimal value = schema.get(bound).decimalValue();
                for (String step : List.of("-1", "-0.0625", "0", "0.0625", "1")) {
                    stock.add(number(value.add(new BigDecimal(step))));
                }
            }
        }
        schema.forEach(child -> collect(child, stock, names));
    }

    private static JsonNode number(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0
                ? NODES.numberNode(value.toBigInteger())
                : NODES.numberNode(value);
    }

    /** Every change of one slot there is: each value by each of the stock, each key dropped, each key added. */
    Stream<JsonNode> ofEverySort(JsonNode file) {
        Stream<JsonNode> otherwise = IntStream.range(0, slots(file).size())
                .boxed()
                .flatMap(slot -> Stream.concat(
                        values.stream().map(value -> replaced(file, slot, value)), Stream.of(dropped(file, slot))));
        Stream<JsonNode> grown = IntStream.range(0, mappings(file).size())
                .boxed()
                .flatMap(mapping -> keys.stream().map(key -> added(file, mapping, key, NODES.numberNode(1))));
        return Stream.concat(otherwise, grown);
    }

    JsonNode random(JsonNode file, Random random) {
        int slots = slots(file).size();
        int sort = slots == 0 ? 2 : random.nextInt(3);
        JsonNode value = values.get(random.nextInt(values.size()));
        return switch (sort) {
            case 0 -> replaced(file, random.nextInt(slots), value);
            case 1 -> dropped(file, random.nextInt(slots));
            default -> added(file, random.nextInt(mappings(file).size()), keys.get(random.nextInt(keys.size())), value);
        };
    }

    private static JsonNode replaced(JsonNode file, int slot, JsonNode value) {
        JsonNode copy = file.deepCopy();
        Slot at = slots(copy).get(slot);
        if (at.parent instanceof ObjectNode object) {
            object.set(at.key, value.deepCopy());
        } else if (at.parent instanceof ArrayNode array) {
            array.set(at.index, value.deepCopy());
        }
        return copy;
    }

    private static JsonNode dropped(JsonNode file, int slot) {
        JsonNode copy = file.deepCopy();
        Slot at = slots(copy).get(slot);
        if (at.parent instanceof ObjectNode object) {
            object.remove(at.key);
        } else if (at.parent instanceof ArrayNode array) {
            array.remove(at.index);
        }
        return copy;
    }

    private static JsonNode added(JsonNode file, int mapping, String key, JsonNode value) {
        JsonNode copy = file.deepCopy();
        mappings(copy).get(mapping).set(key, value.deepCopy());
        return copy;
    }

    /** An entry of a mapping, or an item of a list. */
    private record Slot(JsonNode parent, String key, int index) {}

    private static List<Slot> slots(JsonNode node) {
        List<Slot> slots = new ArrayList<>();
        node.fieldNames().forEachRemaining(key -> {
            slots.add(new Slot(node, key, -1));
            slots.addAll(slots(node.get(key)));
        });
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                slots.add(new Slot(node, "", i));
                slots.addAll(slots(node.get(i)));
            }
        }
        return slots;
    }

    private static List<ObjectNode> mappings(JsonNode node) {
        List<ObjectNode> mappings = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            mappings.add(object);
        }
        node.forEach(child -> mappings.addAll(mappings(child)));
        return mappings;
    }
}
