package io.mainstem.learn.onnx;

/** A setting of a node: AttributeProto. */
record Attribute(Protobuf message) {

    private static final int NAME = 1;
    private static final int FLOAT = 2;
    private static final int INTEGER = 3;
    private static final int INTEGERS = 8;
    private static final int TYPE = 20;

    static Attribute of(String name, float value) {
        return new Attribute(
                new Protobuf().text(NAME, name).number(FLOAT, value).integer(TYPE, 1));
    }

    static Attribute of(String name, long value) {
        return new Attribute(
                new Protobuf().text(NAME, name).integer(INTEGER, value).integer(TYPE, 2));
    }

    static Attribute list(String name, long value) {
        return new Attribute(
                new Protobuf().text(NAME, name).integer(INTEGERS, value).integer(TYPE, 7));
    }
}
