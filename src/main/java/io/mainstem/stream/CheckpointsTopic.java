package io.mainstem.stream;

import io.mainstem.event.CheckpointKey;
import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.ModelVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints on a topic, as {@link CheckpointRecords} writes them: what is committed, the newest record of each key.
 * Each call reads with a consumer of its own, without a group, and keeps nothing but what was asked for. Thread-safe.
 */
public final class CheckpointsTopic implements Checkpoints {

    private static final Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

    private final Map<String, Object> client;
    private final String topic;
    private final Duration limit;

    /**
     * Connects at each call only.
     *
     * @param client how to reach and talk to the cluster: settings of a Kafka client
     */
    public CheckpointsTopic(Map<String, Object> client, String topic) {
        this(client, topic, NO_LIMIT);
    }

    /**
     * The same, for whoever cannot wait.
     *
     * @param limit after which a call gives up
     */
    CheckpointsTopic(Map<String, Object> client, String topic, Duration limit) {
        this.client = new HashMap<>(client);
        this.topic = topic;
        this.limit = limit;
    }

    @Override
    public List<StoredCheckpoint> all() {
        CheckpointList list = new CheckpointList(topic);
        scan(null, record -> {
            list.take(record);
            return false;
        });
        return list.all();
    }

    @Override
    public SavedCheckpoint read(int replica, long version) {
        Collected collected = new Collected(replica, version);
        scan(null, record -> {
            collected.take(record);
            return false;
        });
        return collected.whole();
    }

    @Override
    public SavedCheckpoint read(StoredCheckpoint stored) {
        ModelVersion model = stored.manifest().model();
        return read(model.replica(), model.version(), stored.begins());
    }

    @Override
    public SavedCheckpoint read(int replica, long version, Map<Integer, Long> begins) {
        if (!begins.isEmpty()) {
            Collected collected = new Collected(replica, version);
            scan(begins, record -> {
                collected.take(record);
                return collected.isComplete();
            });
            Optional<SavedCheckpoint> found = collected.intact();
            if (found.isPresent()) {
                return found.get();
            }
        }
        // What is gone or was written over since is told by the whole topic only.
        return read(replica, version);
    }

    /** What the scan has found of one checkpoint so far. */
    private final class Collected {

        private final int replica;
        private final long version;
        private final Map<Integer, byte[]> chunks = new HashMap<>();
        private final KnownVersions known = new KnownVersions();
        private byte @Nullable [] manifest;

        Collected(int replica, long version) {
            this.replica = replica;
            this.version = version;
        }

        void take(ConsumerRecord<byte[], byte[]> record) {
            CheckpointKey key = CheckpointKey.read(record.key()).orElse(null);
            if (key == null) {
                return;
            }
            byte @Nullable [] value = record.value();
            if (key.isManifest()) {
                known.take(key, value == null);
            }
            if (key.replica() != replica || key.version() != version) {
                return;
            }
            if (key.isManifest()) {
                manifest = value;
            } else if (value == null) {
                chunks.remove(key.chunk());
            } else {
                chunks.put(key.chunk(), value);
            }
        }

        boolean isComplete() {
            return manifest != null
                    && chunks.size() >= manifest(replica, version, manifest).chunks();
        }

        Optional<SavedCheckpoint> intact() {
            return manifest == null
                    ? Optional.empty()
                    : Optional.of(saved(manifest))
                            .filter(saved -> saved.damage().isEmpty());
        }

        SavedCheckpoint whole() {
            if (manifest == null) {
                throw new UnableToReadCheckpointException("topic '" + topic + "' has no version " + version
                        + " of replica " + replica + ": " + known.text());
            }
            SavedCheckpoint saved = saved(manifest);
            saved.damage().ifPresent(damage -> {
                throw new UnableToReadCheckpointException("version " + version + " of replica " + replica
                        + " in topic '" + topic + "' is damaged: " + damage + ". " + known.text());
            });
            return saved;
        }

        private SavedCheckpoint saved(byte[] manifestValue) {
            CheckpointManifest read = manifest(replica, version, manifestValue);
            List<byte[]> blocks = new ArrayList<>();
            for (int chunk = 0; chunk < read.chunks(); chunk++) {
                byte[] block = chunks.get(chunk);
                if (block != null) {
                    blocks.add(block);
                }
            }
            return new SavedCheckpoint(read, blocks);
        }
    }

    private CheckpointManifest manifest(int replica, long version, byte[] value) {
        return CheckpointList.manifest(topic, replica, version, value);
    }

    private void scan(@Nullable Map<Integer, Long> begins, Predicate<ConsumerRecord<byte[], byte[]>> enough) {
        try (TopicScan scan = new TopicScan(client, topic, limit)) {
            scan.read(begins, enough);
        }
    }
}
