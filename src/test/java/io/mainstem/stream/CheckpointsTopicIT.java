package io.mainstem.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstem.Birdstrikes;
import io.mainstem.Cluster;
import io.mainstem.event.CheckpointCodec;
import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.ModelVersion;
import io.mainstem.learn.Checkpoint;
import io.mainstem.learn.Learner;
import io.mainstem.learn.LearnerRun;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What {@link CheckpointRecords} wrote is read back, and nothing else passes for it. */
class CheckpointsTopicIT {

    /** Of some four million parameters, so that a state takes dozens of chunks. */
    private static final LearnerSpec LARGE = LearnerSpecReader.read(
            """
            name: large
            features: {x: {type: number}, y: {type: vector, size: 512}}
            tasks: {z: {type: binary}}
            trunk: {layers: [1024, 512]}
            checkpoints: {every: 16, keep: 2}
            """);

    private static final LearnerSpec SMALL = LearnerSpecReader.read(Birdstrikes.yaml() + "checkpoints: {every: 64}\n");

    @AutoClose
    private static final Cluster cluster = new Cluster();

    /** The records of a learner's first checkpoint, by key; a null value deletes. */
    private static Map<String, byte @Nullable []> records(LearnerSpec spec, int replica, long version, int events) {
        LearnerRun run = new LearnerRun(spec, new Learner(spec, replica)).take(Birdstrikes.events(events));
        Checkpoint last = run.learner.checkpoint();
        Checkpoint named = new Checkpoint(
                new ModelVersion(replica, 0, version, last.model().step()),
                last.time(),
                last.events(),
                last.examples(),
                last.offsets(),
                last.weightsChecksum(),
                last.steering(),
                last.metrics());
        Map<String, byte @Nullable []> records = new LinkedHashMap<>();
        new CheckpointRecords(spec).send(named, run.learner.state(), replica, records::put);
        return records;
    }

    private static CheckpointManifest manifest(Map<String, byte @Nullable []> records, int replica, long version)
            throws Exception {
        return CheckpointCodec.readManifest(requireNonNull(records.get(replica + "/" + version + "/manifest")));
    }

    private static Learner restored(LearnerSpec spec, SavedCheckpoint saved) {
        Learner learner = new Learner(spec, 0);
        learner.restore(saved.blocks()::get, slot -> new byte[0]);
        return learner;
    }

    @Test
    void readsWhatSeveralReplicasWrote() throws Exception {
        Checkpoints topic = topic("several", 1);
        Map<String, byte @Nullable []> first = records(SMALL, 0, 1, 64);
        Map<String, byte @Nullable []> second = records(SMALL, 0, 2, 128);
        Map<String, byte @Nullable []> other = records(SMALL, 1, 1, 96);
        send("several", first);
        // As two tasks write: one's records among the other's.
        List<Map.Entry<String, byte @Nullable []>> mixed = new ArrayList<>();
        List<Map.Entry<String, byte @Nullable []>> a = List.copyOf(second.entrySet());
        List<Map.Entry<String, byte @Nullable []>> b = List.copyOf(other.entrySet());
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            a.stream().skip(i).limit(1).forEach(mixed::add);
            b.stream().skip(i).limit(1).forEach(mixed::add);
        }
        send("several", mixed);

        List<StoredCheckpoint> all = topic.all();

        assertThat(all.stream().map(StoredCheckpoint::manifest))
                .containsExactly(manifest(first, 0, 1), manifest(second, 0, 2), manifest(other, 1, 1));
        for (StoredCheckpoint stored : all) {
            ModelVersion model = stored.manifest().model();
            SavedCheckpoint saved = topic.read(model.replica(), model.version());
            assertThat(saved.manifest()).isEqualTo(stored.manifest());
            assertThat(restored(SMALL, saved).checkpoint().weightsChecksum())
                    .isEqualTo(stored.manifest().weightsChecksum());
            assertThat(topic.read(stored).blocks()).hasSameSizeAs(saved.blocks());
        }
        refused(
                () -> topic.read(0, 3),
                "topic 'several' has no version 3 of replica 0: replica 0 has versions 1, 2; replica 1 has version 1");
        refused(
                () -> topic.read(7, 1),
                "topic 'several' has no version 1 of replica 7: replica 0 has versions 1, 2; replica 1 has version 1");
    }

    @Test
    void readsALargeOneFromTopicsOfAnyPartitions() throws Exception {
        for (int partitions : new int[] {1, 3}) {
            String name = "large-" + partitions;
            Checkpoints topic = topic(name, partitions);
            for (int version = 1; version <= 4; version++) {
                send(name, records(LARGE, 0, version, 16 * version));
            }

            List<StoredCheckpoint> all = topic.all();

            assertThat(all)
                    .extracting(stored -> stored.manifest().model().version())
                    .containsExactly(3L, 4L);
            assertThat(all.get(0).manifest().chunks()).isGreaterThan(20);
            assertThat(all.get(0).begins()).hasSizeBetween(1, partitions);
            SavedCheckpoint third = topic.read(all.get(0));
            assertThat(third.damage()).isEmpty();
            assertThat(restored(LARGE, third).checkpoint().weightsChecksum())
                    .isEqualTo(third.manifest().weightsChecksum());
            send(name, records(LARGE, 0, 5, 80));
            refused(
                    () -> topic.read(0, 3),
                    "topic '" + name + "' has no version 3 of replica 0: replica 0 has versions 4, 5");
        }
    }

    @Test
    void theLastOfAnyNameCounts() throws Exception {
        Checkpoints topic = topic("again", 1);
        send("again", records(LARGE, 0, 1, 16));
        Map<String, byte @Nullable []> again = records(SMALL, 0, 1, 64);
        send("again", again);

        StoredCheckpoint only = topic.all().get(0);

        assertThat(only.manifest()).isEqualTo(manifest(again, 0, 1));
        assertThat(topic.read(only).manifest()).isEqualTo(only.manifest());
        assertThat(topic.read(0, 1).blocks()).hasSize(only.manifest().chunks());
    }

    @Test
    void whatWasNotCommittedIsNotThere() throws Exception {
        Checkpoints topic = topic("aborted", 1);
        send("aborted", records(SMALL, 0, 1, 64));
        try (KafkaProducer<String, byte[]> producer = producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "t"))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "aborted", List.copyOf(records(SMALL, 0, 2, 128).entrySet()));
            refused(() -> topic.read(0, 2), "topic 'aborted' has no version 2 of replica 0: replica 0 has version 1");
            producer.abortTransaction();
        }

        assertThat(topic.all()).hasSize(1);
        refused(() -> topic.read(0, 2), "topic 'aborted' has no version 2 of replica 0: replica 0 has version 1");
        assertThat(topic.read(0, 1).damage()).isEmpty();
    }

    @Test
    void saysWhatIsDamaged() throws Exception {
        Checkpoints topic = topic("damaged", 1);
        Map<String, byte @Nullable []> records = records(SMALL, 0, 1, 64);
        int chunks = manifest(records, 0, 1).chunks();
        byte[] last = requireNonNull(records.remove("0/1/%06d".formatted(chunks - 1)));
        send("damaged", records);
        refused(
                () -> topic.read(0, 1),
                "version 1 of replica 0 in topic 'damaged' is damaged: it has " + (chunks - 1) + " of " + chunks
                        + " chunks. replica 0 has version 1");

        send("damaged", List.of(Map.entry("0/1/%06d".formatted(chunks - 1), new byte[3])));
        assertThatExceptionOfType(UnableToReadCheckpointException.class)
                .isThrownBy(() -> topic.read(0, 1))
                .withMessageContaining("is damaged: its chunks have ")
                .withMessageNotContaining("\n");

        byte[] flipped = last.clone();
        flipped[flipped.length / 2] ^= 1;
        send("damaged", List.of(Map.entry("0/1/%06d".formatted(chunks - 1), flipped)));
        assertThatExceptionOfType(UnableToReadCheckpointException.class)
                .isThrownBy(() -> topic.read(topic.all().get(0)))
                .withMessageContaining("is damaged: its chunks have the checksum ");

        send("damaged", List.of(Map.entry("0/1/manifest", "no JSON".getBytes(UTF_8))));
        assertThatExceptionOfType(UnableToReadCheckpointException.class)
                .isThrownBy(topic::all)
                .withMessageStartingWith("the manifest of version 1 of replica 0 in topic 'damaged' cannot be read: ");
    }

    @Test
    void whoFollowsIsToldWhatIsNew() throws Exception {
        topic("followed", 2);
        try (FollowedCheckpoints followed = new FollowedCheckpoints(cluster.client(), "followed")) {
            assertThat(followed.read()).isEmpty();
            for (int version = 1; version <= 4; version++) {
                send("followed", records(LARGE, 0, version, 16 * version));
                assertThat(followed.read())
                        .as("after version %s, of which two are kept", version)
                        .isEqualTo(new CheckpointsTopic(cluster.client(), "followed").all());
            }
            send("followed", List.of(Map.entry("0/4/manifest", "no JSON".getBytes(UTF_8))));
            assertThatExceptionOfType(UnableToReadCheckpointException.class).isThrownBy(followed::read);
            send("followed", records(SMALL, 0, 4, 64));
            assertThat(followed.read()).hasSize(2);
        }
    }

    @Test
    void saysThatThereIsNoTopicAndMakesNone() throws Exception {
        refused(
                () -> new CheckpointsTopic(cluster.client(), "nowhere").all(),
                "there is no topic 'nowhere' on the cluster");
        assertThat(cluster.admin().listTopics().names().get()).doesNotContain("nowhere");
        assertThat(topic("empty", 2).all()).isEmpty();
        refused(
                () -> new CheckpointsTopic(cluster.client(), "empty").read(0, 1),
                "topic 'empty' has no version 1 of replica 0: there are none yet");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatExceptionOfType(UnableToReadCheckpointException.class)
                .isThrownBy(call)
                .withMessage(message);
    }

    private static Checkpoints topic(String name, int partitions) throws Exception {
        cluster.admin()
                .createTopics(List.of(new NewTopic(name, partitions, (short) 1)
                        .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", "1048588"))))
                .all()
                .get();
        return new CheckpointsTopic(cluster.client(), name);
    }

    private static void send(String topic, Map<String, byte @Nullable []> records) {
        send(topic, List.copyOf(records.entrySet()));
    }

    private static void send(String topic, List<? extends Map.Entry<String, byte @Nullable []>> records) {
        try (KafkaProducer<String, byte[]> producer = producer(Map.of())) {
            send(producer, topic, records);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // flush() waits; what is lost, the test misses
    private static void send(
            KafkaProducer<String, byte[]> producer,
            String topic,
            List<? extends Map.Entry<String, byte @Nullable []>> records) {
        records.forEach(record -> producer.send(new ProducerRecord<>(topic, record.getKey(), record.getValue())));
        producer.flush();
    }

    private static KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(cluster.client());
        settings.putAll(more);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }
}
