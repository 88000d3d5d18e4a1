package io.mainstem.stream;

import static java.util.Objects.requireNonNull;

import io.mainstem.encode.RawFeatures;
import io.mainstem.event.Arrival;
import io.mainstem.event.Event;
import io.mainstem.event.InvalidRecordException;
import io.mainstem.event.LabelRecord;
import io.mainstem.learn.Learner;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.Source;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Bytes to events and labels. What is neither goes to the dead letters, with its source and the reason. */
final class DecodeProcessor implements Processor<byte[], byte[], byte[], Object> {

    private final LearnerSpec spec;
    private final Source source;
    private final RecordDecoder.Factory decoders;
    private final RawFeatures features;
    private final Nodes nodes;
    private @Nullable RecordDecoder decoder;
    private @Nullable ProcessorContext<byte[], Object> context;

    /** Of the records of that source, events or labels. */
    DecodeProcessor(LearnerSpec spec, Nodes nodes, Source source, RecordDecoder.Factory decoders) {
        this.spec = spec;
        this.source = source;
        this.decoders = decoders;
        features = Learner.features(spec);
        this.nodes = nodes;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        context = processorContext;
        decoder = decoders.create(spec);
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        ProcessorContext<byte[], Object> to = requireNonNull(context);
        RecordMetadata place = to.recordMetadata().orElseThrow();
        try {
            Arrival arrival = requireNonNull(decoder).decode(place.topic(), record, features);
            to.forward(record.withValue(decoded(arrival)), nodes.learn());
        } catch (InvalidRecordException e) {
            to.forward(DeadLetters.record(record, e, place), nodes.deadLetters());
            to.forward(record.withValue(new Decoded.Bad(source, e.reason())), nodes.learn());
        }
    }

    private Decoded decoded(Arrival arrival) {
        return arrival instanceof Event event
                ? new Decoded.Good(event, features)
                : new Decoded.Later((LabelRecord) arrival, source);
    }
}
