package io.mainstem.learn;

/**
 * Some numbers in a shape.
 *
 * @param shape {@code [in, out]} or {@code [out]}
 * @param values row-major
 */
@SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
public record Tensor(long[] shape, float[] values) {}
