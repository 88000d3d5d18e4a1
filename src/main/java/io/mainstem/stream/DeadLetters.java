package io.mainstem.stream;

import io.mainstem.event.DeadLetter;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Dead letters as records of their topic. */
final class DeadLetters {

    private DeadLetters() {}

    static Record<byte @Nullable [], byte @Nullable []> record(DeadLetter letter, long timestamp) {
        RecordHeaders headers = new RecordHeaders();
        letter.headers().forEach(headers::add);
        return new Record<>(letter.cutKey(), letter.cutValue(), timestamp, headers);
    }
}
