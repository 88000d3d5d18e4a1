package io.mainstem.event;

/**
 * Which model gave a prediction.
 *
 * @param replica the partition whose learner it is
 * @param epoch rises with every rollback
 * @param version rises with every checkpoint
 * @param step optimiser steps taken
 */
public record ModelVersion(int replica, long epoch, long version, long step) {}
