package io.mainstem.learn;

import io.mainstem.encode.Row;
import io.mainstem.event.Labels;
import io.mainstem.spec.Source;

/**
 * Labels that are to be learned now, of an event that came before.
 *
 * @param source of the record that brought them; of the event where none came, and others are taken for them
 * @param offset of that record in its source
 * @param age how long after the event they came to be known, in milliseconds
 * @param row the event's
 * @param outputs {@code [layout.outputWidth]} what was predicted when the event came, for the tasks that have a label
 * @param regions {@code [layout.regionWidth]} with that; NaN where there were none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record LateLabels(
        String id, Source source, long offset, long age, Labels labels, Row row, double[] outputs, double[] regions) {}
