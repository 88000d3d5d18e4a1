package io.mainstem.app;

import io.mainstem.event.CheckpointCodec;
import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.Event;
import io.mainstem.event.InvalidRecordException;
import io.mainstem.spec.TopicNames;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What versions of a model the checkpoints topic holds. */
@Command(name = "list", description = "List the checkpoints: version, step, and a checksum of the weights.")
final class CheckpointsListCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int CHECKSUM_CHARACTERS = 16;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The learner file that names the topic; checkpoints if not given.")
    private @Nullable Path config;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() {
        TopicNames names = config == null
                ? TopicNames.defaults()
                : LearnerFile.read(config).topics();
        client.connect().close(Duration.ZERO);
        PrintWriter out = command.commandLine().getOut();
        TextTable table = new TextTable(List.of(
                TextTable.Column.right("replica", 0),
                TextTable.Column.right("version", 0),
                TextTable.Column.right("step", 0),
                TextTable.Column.right("events", 0),
                TextTable.Column.left("newest event", 0),
                TextTable.Column.left("weights", 0),
                TextTable.Column.right("KB", 0)));
        List<CheckpointManifest> manifests = read(names.checkpoints());
        for (CheckpointManifest manifest : manifests) {
            table.add(List.of(
                    String.valueOf(manifest.model().replica()),
                    String.valueOf(manifest.model().version()),
                    String.format(Locale.ROOT, "%,d", manifest.model().step()),
                    String.format(Locale.ROOT, "%,d", manifest.events()),
                    manifest.time() == Event.NO_TIME
                            ? "-"
                            : Instant.ofEpochMilli(manifest.time()).toString(),
                    manifest.weightsChecksum().substring(0, CHECKSUM_CHARACTERS),
                    String.format(Locale.ROOT, "%,d", manifest.bytes() / 1024)));
        }
        if (manifests.isEmpty()) {
            out.println("no checkpoints in topic '" + names.checkpoints() + "' yet");
        } else {
            out.println(table.header());
            table.lines().forEach(out::println);
        }
        return 0;
    }

    private List<CheckpointManifest> read(String topic) {
        Map<String, Object> settings = new HashMap<>(client.properties());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        Map<String, CheckpointManifest> manifests = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic);
            if (partitions.isEmpty()) {
                throw new CommandFailedException("there is no topic '" + topic + "' at " + client.bootstrapServers());
            }
            List<TopicPartition> all = partitions.stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> take(record, manifests));
            }
        }
        return manifests.values().stream()
                .sorted(Comparator.comparingInt(
                                (CheckpointManifest m) -> m.model().replica())
                        .thenComparingLong(m -> m.model().version()))
                .toList();
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, Map<String, CheckpointManifest> manifests) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (!CheckpointCodec.isManifestKey(key)) {
            return;
        }
        if (record.value() == null) {
            manifests.remove(key);
            return;
        }
        try {
            manifests.put(key, CheckpointCodec.readManifest(record.value()));
        } catch (InvalidRecordException e) {
            throw new CommandFailedException(
                    "the checkpoint at offset " + record.offset() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
