package io.mainstem.learn;

import io.mainstem.encode.Row;
import io.mainstem.event.Labels;

/** An event that waits for its mini-batch to fill. */
record Example(String id, long time, Labels labels, Row row) {}
