package io.mainstem.stream;

import io.mainstem.event.DeadLetter;
import io.mainstem.event.InvalidRecordException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Dead letters as records of their topic. */
final class DeadLetters {

    private DeadLetters() {}

    /** Of a record that could not be read. */
    static Record<byte @Nullable [], byte @Nullable []> record(
            Record<byte[], byte[]> record, InvalidRecordException refusal, RecordMetadata source) {
        DeadLetter letter = new DeadLetter(
                refusal.reason(),
                String.valueOf(refusal.getMessage()),
                source.topic(),
                source.partition(),
                source.offset(),
                record.key(),
                record.value());
        return record(letter, record.timestamp());
    }

    static Record<byte @Nullable [], byte @Nullable []> record(DeadLetter letter, long timestamp) {
        RecordHeaders headers = new RecordHeaders();
        letter.headers().forEach(headers::add);
        return new Record<>(letter.cutKey(), letter.cutValue(), timestamp, headers);
    }
}
