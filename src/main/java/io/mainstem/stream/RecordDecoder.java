package io.mainstem.stream;

import io.mainstem.event.Arrival;
import io.mainstem.event.EventReader;
import io.mainstem.event.FeatureSink;
import io.mainstem.event.InvalidRecordException;
import io.mainstem.spec.LearnerSpec;
import org.apache.kafka.streams.processor.api.Record;

/** Makes events and labels of the records of a partition. Not thread-safe. */
interface RecordDecoder extends AutoCloseable {

    /**
     * What the record says.
     *
     * @param features takes the features of an event; what it took is to be discarded where this throws
     * @throws InvalidRecordException where it says nothing that can be used
     */
    Arrival decode(String topic, Record<byte[], byte[]> record, FeatureSink features) throws InvalidRecordException;

    @Override
    default void close() {}

    /** Makes a decoder for each partition. */
    interface Factory {
        RecordDecoder create(LearnerSpec spec);
    }

    /** Of the events topic, in JSON. */
    static RecordDecoder ofEvents(LearnerSpec spec) {
        EventReader reader = new EventReader(spec);
        return (topic, record, features) -> reader.readAny(record.value(), record.timestamp(), features);
    }

    /** Of the labels topic, in JSON. */
    static RecordDecoder ofLabels(LearnerSpec spec) {
        EventReader reader = new EventReader(spec);
        return (topic, record, features) -> reader.readLabels(record.value(), record.timestamp());
    }
}
