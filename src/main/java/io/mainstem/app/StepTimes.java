package io.mainstem.app;

import org.jspecify.annotations.Nullable;

/**
 * What one network at one batch size was measured at, in µs.
 *
 * @param network its widths
 * @param step one training step: prediction, gradients, Adam
 * @param products the matrix products of that step alone
 * @param peer the same step in the peer; null without one
 */
record StepTimes(String network, int batch, double step, double products, @Nullable Double peer) {}
