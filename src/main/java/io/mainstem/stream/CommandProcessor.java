package io.mainstem.stream;

import static java.util.Objects.requireNonNull;

import io.mainstem.event.CommandCodec;
import io.mainstem.event.InvalidRecordException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Bytes to commands. What is none goes to the dead letters, and is answered. */
final class CommandProcessor implements Processor<byte[], byte[], byte[], Object> {

    private final Nodes nodes;
    private @Nullable ProcessorContext<byte[], Object> context;

    CommandProcessor(Nodes nodes) {
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
            to.forward(record.withValue(new Decoded.Order(CommandCodec.read(record.value()))), nodes.learn());
        } catch (InvalidRecordException e) {
            to.forward(DeadLetters.record(record, e, to.recordMetadata().orElseThrow()), nodes.deadLetters());
            String id = CommandCodec.id(record.value()).orElse(null);
            Decoded bad = new Decoded.BadOrder(id, e.reason(), String.valueOf(e.getMessage()));
            to.forward(record.withValue(bad), nodes.learn());
        }
    }
}
