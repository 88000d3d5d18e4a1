package io.mainstem.stream;

import static java.util.Objects.requireNonNull;

import io.mainstem.encode.RawFeatures;
import io.mainstem.event.DeadLetter;
import io.mainstem.event.Event;
import io.mainstem.event.EventReader;
import io.mainstem.event.InvalidRecordException;
import io.mainstem.learn.Learner;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.Source;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Bytes to events. What is no event goes to the dead letters, with its source and the reason. */
final class DecodeProcessor implements Processor<byte[], byte[], byte[], Object> {

    private final EventReader reader;
    private final RawFeatures features;
    private final Nodes nodes;
    private @Nullable ProcessorContext<byte[], Object> context;

    DecodeProcessor(LearnerSpec spec, Nodes nodes) {
        reader = new EventReader(spec);
        features = Learner.features(spec);
        this.nodes = nodes;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        ProcessorContext<byte[], Object> to = requireNonNull(context);
        try {
            Event event = reader.read(record.value(), record.timestamp(), features);
            to.forward(record.withValue(new Decoded.Good(event, features)), nodes.learn());
        } catch (InvalidRecordException e) {
            DeadLetter letter = deadLetter(record, e, to.recordMetadata().orElseThrow());
            to.forward(DeadLetters.record(letter, record.timestamp()), nodes.deadLetters());
            to.forward(record.withValue(new Decoded.Bad(Source.EVENTS, e.reason())), nodes.learn());
        }
    }

    private static DeadLetter deadLetter(
            Record<byte[], byte[]> record, InvalidRecordException refusal, RecordMetadata source) {
        return new DeadLetter(
                refusal.reason(),
                String.valueOf(refusal.getMessage()),
                source.topic(),
                source.partition(),
                source.offset(),
                record.key(),
                record.value());
    }
}
