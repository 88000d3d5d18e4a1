package io.mainstem.stream;

import io.mainstem.event.CheckpointCodec;
import io.mainstem.event.CheckpointKey;
import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.InvalidRecordException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The checkpoints of a topic, from its records in their order: of chunks it keeps no more than where they lie. */
final class CheckpointList {

    private record Name(int replica, long version) {}

    /** Where the newest record of each of a checkpoint's keys lies. */
    private static final class Places {

        private record Place(int partition, long offset) {}

        private final Map<Integer, Place> byChunk = new HashMap<>();
        private byte @Nullable [] written;
        /** Read at the first use: what is written over or deleted in time may be unreadable. */
        private @Nullable CheckpointManifest read;

        void take(CheckpointKey key, ConsumerRecord<byte[], byte[]> record) {
            if (key.isManifest()) {
                written = record.value();
                read = null;
            }
            if (record.value() == null) {
                byChunk.remove(key.chunk());
            } else {
                byChunk.put(key.chunk(), new Place(record.partition(), record.offset()));
            }
        }

        StoredCheckpoint stored(CheckpointManifest manifest) {
            Map<Integer, Long> begins = new HashMap<>();
            byChunk.forEach((chunk, place) -> {
                // Where a longer one of the same name was written over, its last chunks may still lie there.
                if (chunk < manifest.chunks()) {
                    begins.merge(place.partition(), place.offset(), Math::min);
                }
            });
            return new StoredCheckpoint(manifest, begins);
        }
    }

    private final String topic;
    private final Map<Name, Places> known =
            new TreeMap<>(Comparator.comparingInt(Name::replica).thenComparingLong(Name::version));

    CheckpointList(String topic) {
        this.topic = topic;
    }

    /** Does nothing with a record of another kind. */
    void take(ConsumerRecord<byte[], byte[]> record) {
        CheckpointKey.read(record.key()).ifPresent(key -> {
            Name name = new Name(key.replica(), key.version());
            Places places = known.computeIfAbsent(name, first -> new Places());
            places.take(key, record);
            if (places.byChunk.isEmpty()) {
                known.remove(name);
            }
        });
    }

    /**
     * Those whose manifests are there, by replica and version.
     *
     * @throws UnableToReadCheckpointException if a manifest cannot be read
     */
    List<StoredCheckpoint> all() {
        List<StoredCheckpoint> all = new ArrayList<>();
        known.forEach((name, places) -> {
            if (places.written != null) {
                places.read = manifest(topic, name.replica(), name.version(), places.written);
                places.written = null;
            }
            if (places.read != null) {
                all.add(places.stored(places.read));
            }
        });
        return List.copyOf(all);
    }

    void clear() {
        known.clear();
    }

    static CheckpointManifest manifest(String topic, int replica, long version, byte[] value) {
        try {
            return CheckpointCodec.readManifest(value);
        } catch (InvalidRecordException e) {
            throw new UnableToReadCheckpointException("the manifest of version " + version + " of replica " + replica
                    + " in topic '" + topic + "' cannot be read: " + Objects.requireNonNull(e.getMessage()));
        }
    }
}
