package io.mainstem.learn;

import io.mainstem.encode.Row;
import io.mainstem.event.Labels;

/**
 * An event that waits for its mini-batch to fill.
 *
 * @param offset its place in its source
 */
record Example(String id, long time, long offset, Labels labels, Row row) {}
