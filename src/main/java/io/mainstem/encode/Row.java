package io.mainstem.encode;

/**
 * One event's features as the network takes them. Not to be changed once made.
 *
 * @param dense {@code [layout.denseWidth]} standardised numbers; a missing one is 0, the mean
 * @param columns {@code [n]} the sparse columns in use, counted from 0 within the sparse part, ascending, each once
 * @param values {@code [n]} their values, none of them 0
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, read on the hot path
public record Row(float[] dense, int[] columns, float[] values) {}
