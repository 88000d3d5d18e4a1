package io.mainstem.learn;

import io.mainstem.encode.Row;
import io.mainstem.event.Labels;

/**
 * An event that waits for its mini-batch to fill.
 *
 * @param offset its place in its source
 * @param predicted whether its prediction was sent out already, as it had no label
 */
record Example(String id, long time, long offset, boolean predicted, Labels labels, Row row) {

    Example with(Labels others) {
        return new Example(id, time, offset, predicted, others, row);
    }
}
