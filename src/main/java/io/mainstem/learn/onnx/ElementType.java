package io.mainstem.learn.onnx;

/** What a tensor is made of: TensorProto.DataType. */
enum ElementType {
    FLOAT(1),
    LONG(7),
    DOUBLE(11);

    private final int code;

    ElementType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
