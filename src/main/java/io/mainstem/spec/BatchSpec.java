package io.mainstem.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What cuts a mini-batch: records alone, never a clock.
 *
 * @param size labelled examples to a mini-batch, at least 1
 * @param linger an event whose time lies this far after that of the oldest waiting example cuts the mini-batch before
 *     it; null to wait for {@code size}
 */
public record BatchSpec(int size, @Nullable Duration linger) {}
