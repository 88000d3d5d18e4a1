package io.mainstem.network;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Floats in native memory that ND4J owns, row-major {@code [rows, columns]} without gaps: BLAS reads them by pointer,
 * loops by bulk copies to and from {@code float[]} (only on those does HotSpot vectorise), users as {@link INDArray}.
 */
final class Matrix {

    /** Floats to a cache line: the kernels run evenly, and from run to run alike, on what starts at one. */
    private static final int LINE = 16;

    private final INDArray memory;
    private final int offset;
    private final int rows;
    private final int columns;
    private final FloatPointer pointer;
    private final FloatPointer cursor;
    private final FloatBuffer floats;

    private Matrix(INDArray memory, int offset, int rows, int columns) {
        this.memory = memory;
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
        FloatPointer whole = new FloatPointer(memory.data().addressPointer());
        pointer = whole.getPointer(offset).capacity(length());
        cursor = new FloatPointer(pointer);
        floats = pointer.asBuffer();
    }

    /**
     * Zeros.
     *
     * @throws ArithmeticException if they are more than an int counts
     */
    static Matrix zeros(int rows, int columns) {
        Blas.load();
        // Detached: a workspace that the caller happens to have open must not own what outlives it.
        INDArray memory = Nd4j.createUninitializedDetached(
                DataType.FLOAT, Math.addExact(Math.multiplyExact(rows, columns), LINE));
        int past = (int) (memory.data().address() / Float.BYTES % LINE);
        Matrix matrix = new Matrix(memory, (LINE - past) % LINE, rows, columns);
        matrix.write(0, new float[matrix.length()], matrix.length());
        return matrix;
    }

    /** The same memory seen through {@code count} of its rows. */
    Matrix rows(int from, int count) {
        return new Matrix(memory, offset + from * columns, count, columns);
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    int length() {
        return rows * columns;
    }

    FloatPointer pointer() {
        return pointer;
    }

    /** Where the number of that row and column lies; the same object each time, good until the next call. */
    FloatPointer at(int row, int column) {
        return cursor.position((long) row * columns + column);
    }

    FloatBuffer floats() {
        return floats;
    }

    void readRow(int row, float[] into) {
        floats.get(row * columns, into, 0, columns);
    }

    void writeRow(int row, float[] from) {
        floats.put(row * columns, from, 0, columns);
    }

    void read(int at, float[] into, int length) {
        floats.get(at, into, 0, length);
    }

    void write(int at, float[] from, int length) {
        floats.put(at, from, 0, length);
    }

    /** The same memory as an array {@code [rows, columns]}. */
    INDArray view() {
        return strided(new long[] {rows, columns}, columns, 1);
    }

    /** The same memory as an array {@code [columns, rows]}. */
    INDArray transposedView() {
        return strided(new long[] {columns, rows}, 1, columns);
    }

    /** The same memory as an array {@code [rows · columns]}. */
    INDArray flatView() {
        return strided(new long[] {length()}, 1);
    }

    private INDArray strided(long[] shape, long... strides) {
        return Nd4j.create(memory.data(), shape, strides, offset, 'c');
    }
}
