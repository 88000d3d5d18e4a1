package io.mainstem.learn.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph under construction: GraphProto. Tensors are known by their names; each method that makes one returns its name,
 * which is the wanted one, or one like it where that is taken.
 */
final class Graph {

    private static final int NODE = 1;
    private static final int NAME = 2;
    private static final int INITIALIZER = 5;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;

    /** Of the first dimension of inputs and outputs. */
    private static final String BATCH = "batch";

    private final Protobuf message = new Protobuf();
    private final Set<String> names = new HashSet<>();

    Graph(String name) {
        message.text(NAME, name);
    }

    Protobuf message() {
        return message;
    }

    /** Takes a name, so that no tensor made later has it but the one that is given it. */
    String reserve(String wanted) {
        String name = wanted;
        while (!names.add(name)) {
            name += "_";
        }
        return name;
    }

    /** Floats {@code [batch, width]} that the user gives; the name was reserved. */
    String input(String name, long width) {
        message.message(INPUT, value(name, ElementType.FLOAT, width));
        return name;
    }

    /** The tensor {@code [batch, width]} of that name, which a node is to make, is a result; the name was reserved. */
    void output(String name, ElementType type, long width) {
        message.message(OUTPUT, value(name, type, width));
    }

    private static Protobuf value(String name, ElementType type, long width) {
        Protobuf shape =
                new Protobuf().message(1, new Protobuf().text(2, BATCH)).message(1, new Protobuf().integer(1, width));
        Protobuf tensor = new Protobuf().integer(1, type.code()).message(2, shape);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }

    String floats(String wanted, float[] values, long... shape) {
        byte[] raw = new byte[Math.multiplyExact(values.length, Float.BYTES)];
        littleEndian(raw).asFloatBuffer().put(values);
        return initializer(wanted, ElementType.FLOAT, raw, shape);
    }

    String doubles(String wanted, double[] values, long... shape) {
        byte[] raw = new byte[Math.multiplyExact(values.length, Double.BYTES)];
        littleEndian(raw).asDoubleBuffer().put(values);
        return initializer(wanted, ElementType.DOUBLE, raw, shape);
    }

    String longs(String wanted, long... values) {
        byte[] raw = new byte[Math.multiplyExact(values.length, Long.BYTES)];
        littleEndian(raw).asLongBuffer().put(values);
        return initializer(wanted, ElementType.LONG, raw, values.length);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String initializer(String wanted, ElementType type, byte[] raw, long... shape) {
        String name = reserve(wanted);
        Protobuf tensor = new Protobuf();
        for (long dimension : shape) {
            tensor.integer(1, dimension);
        }
        message.message(
                INITIALIZER, tensor.integer(2, type.code()).text(8, name).bytes(9, raw));
        return name;
    }

    /** A node with one result of a new name. */
    String node(String operator, String wanted, List<String> inputs, Attribute... attributes) {
        String name = reserve(wanted);
        into(name, operator, inputs, attributes);
        return name;
    }

    /** A node whose result has a name that was reserved. */
    void into(String name, String operator, List<String> inputs, Attribute... attributes) {
        Protobuf node = new Protobuf();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, name).text(3, name).text(4, operator);
        Arrays.stream(attributes).forEach(attribute -> node.message(5, attribute.message()));
        message.message(NODE, node);
    }

    String cast(String tensor, ElementType type) {
        return node("Cast", tensor + "/" + type, List.of(tensor), to(type));
    }

    static Attribute to(ElementType type) {
        return Attribute.of("to", type.code());
    }
}
