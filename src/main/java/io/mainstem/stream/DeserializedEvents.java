package io.mainstem.stream;

import io.mainstem.event.Arrival;
import io.mainstem.event.EventReader;
import io.mainstem.event.FeatureSink;
import io.mainstem.event.InvalidRecordException;
import io.mainstem.event.Reason;
import io.mainstem.spec.LearnerSpec;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Events whose bytes a deserialiser of the hosting program reads. What it cannot read is no event; but where it could not
 * reach what it needs, such as a registry of schemas, that is not the record's fault, and its exception goes on.
 *
 * @param <T> what the deserialiser makes of the bytes
 */
final class DeserializedEvents<T> implements RecordDecoder {

    private final EventReader reader;
    private final Deserializer<T> deserializer;
    private final Function<? super T, ? extends @Nullable Map<?, ?>> toRecord;

    DeserializedEvents(
            LearnerSpec spec,
            Deserializer<T> deserializer,
            Function<? super T, ? extends @Nullable Map<?, ?>> toRecord) {
        this.reader = new EventReader(spec);
        this.deserializer = deserializer;
        this.toRecord = toRecord;
    }

    @Override
    public Arrival decode(String topic, Record<byte[], byte[]> record, FeatureSink features)
            throws InvalidRecordException {
        byte[] value = reader.requireSize(record.value());
        return reader.readAny(deserialized(topic, record, value), record.timestamp(), features);
    }

    private Map<?, ?> deserialized(String topic, Record<byte[], byte[]> record, byte[] value)
            throws InvalidRecordException {
        try {
            T deserialized = deserializer.deserialize(topic, record.headers(), value);
            Map<?, ?> map = deserialized == null ? null : toRecord.apply(deserialized);
            if (map != null) {
                return map;
            }
        } catch (RuntimeException | StackOverflowError e) {
            // The latter is what bytes that nest too deeply do to many a deserialiser.
            if (isOutage(e)) {
                throw e;
            }
            throw InvalidRecordException.notDeserializable(e);
        }
        throw new InvalidRecordException(Reason.NOT_DESERIALIZABLE, "expected a record, found nothing");
    }

    private static boolean isOutage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException
                    || cause instanceof InterruptException
                    || cause instanceof SocketException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        deserializer.close();
    }
}
