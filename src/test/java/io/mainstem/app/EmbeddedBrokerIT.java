package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void carriesRecordsAndTransactions() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + broker.port());
            createTopic(broker, "t", Map.of());
            try (KafkaProducer<byte[], byte[]> producer = producer(broker, Map.of("transactional.id", "p"))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("t", bytes("aborted"))).get();
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("t", bytes("committed"))).get();
                producer.commitTransaction();
            }
            assertThat(read(broker, "t", 1)).containsExactly("committed");
        }
    }

    @Test
    void joinsAConsumerGroup() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            createTopic(broker, "t", Map.of());
            try (KafkaProducer<byte[], byte[]> producer = producer(broker, Map.of())) {
                producer.send(new ProducerRecord<>("t", bytes("one"))).get();
            }
            try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker, Map.of("group.id", "g"))) {
                consumer.subscribe(List.of("t"));
                List<String> values = new ArrayList<>();
                while (values.isEmpty()) {
                    consumer.poll(PATIENCE).forEach(r -> values.add(new String(r.value(), UTF_8)));
                }
                consumer.commitSync();
                assertThat(values).containsExactly("one");
                assertThat(consumer.committed(Set.of(new TopicPartition("t", 0))))
                        .hasEntrySatisfying(new TopicPartition("t", 0), at -> assertThat(at.offset())
                                .isEqualTo(1));
            }
        }
    }

    @Test
    void takesRecordsOfFiveMegabytes() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            createTopic(broker, "t", Map.of());
            byte[] big = new byte[5_000_000];
            try (KafkaProducer<byte[], byte[]> producer =
                    producer(broker, Map.of("max.request.size", EmbeddedBroker.MAX_MESSAGE_BYTES))) {
                producer.send(new ProducerRecord<>("t", big)).get();
            }
            try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker, Map.of())) {
                consumer.assign(List.of(new TopicPartition("t", 0)));
                ConsumerRecord<byte[], byte[]> only =
                        consumer.poll(PATIENCE).iterator().next();
                assertThat(only.value()).hasSize(big.length);
            }
        }
    }

    @Test
    void createsNoTopicByAccident() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                KafkaProducer<byte[], byte[]> producer = producer(broker, Map.of("max.block.ms", 500));
                Admin admin = admin(broker)) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("typo", bytes("x")))
                            .get())
                    .hasMessageContaining("typo");
            assertThat(admin.listTopics().names().get()).isEmpty();
        }
    }

    @Test
    void leavesNothingBehindHoweverOftenItIsStarted() throws Exception {
        Set<Path> foldersBefore = brokerFolders();
        Set<String> threadsBefore = threads();
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream captured = new PrintStream(printed, true, UTF_8)) {
            System.setOut(captured);
            System.setErr(captured);
            for (int run = 0; run < 2; run++) {
                try (EmbeddedBroker broker = EmbeddedBroker.start()) {
                    createTopic(broker, "t", Map.of());
                    try (KafkaProducer<byte[], byte[]> producer = producer(broker, Map.of())) {
                        producer.send(new ProducerRecord<>("t", bytes("run " + run)))
                                .get();
                    }
                    assertThat(brokerFolders()).hasSize(foldersBefore.size() + 1);
                    assertThat(read(broker, "t", 1)).containsExactly("run " + run);
                }
            }
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(printed.toString(UTF_8)).isEmpty();
        assertThat(brokerFolders()).isEqualTo(foldersBefore);
        assertThat(threads()).isSubsetOf(threadsBefore);
        assertThat(kafkaBeans()).isEmpty();
    }

    @Test
    void twoRunSideBySide() throws Exception {
        try (EmbeddedBroker one = EmbeddedBroker.start();
                EmbeddedBroker other = EmbeddedBroker.start()) {
            createTopic(one, "t", Map.of());
            try (Admin admin = admin(other)) {
                assertThat(admin.listTopics().names().get()).isEmpty();
            }
        }
    }

    @Test
    void closesTwice() {
        EmbeddedBroker broker = EmbeddedBroker.start();
        broker.close();
        broker.close();
        assertThat(threads()).noneMatch(name -> name.contains("raft"));
    }

    @Test
    void saysThatAPortIsInUseAndCleansUp() throws Exception {
        try (EmbeddedBroker first = EmbeddedBroker.start()) {
            Set<Path> foldersBefore = brokerFolders();
            Set<String> threadsBefore = threads();
            assertThatThrownBy(() -> EmbeddedBroker.start(first.port()))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageStartingWith("cannot start a Kafka broker on " + first.bootstrapServers())
                    .hasMessageContaining("in use");
            assertThat(brokerFolders()).isEqualTo(foldersBefore);
            assertThat(threads()).isSubsetOf(threadsBefore);
        }
    }

    private static void createTopic(EmbeddedBroker broker, String name, Map<String, String> configs) throws Exception {
        try (Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(configs)))
                    .all()
                    .get();
        }
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedBroker broker, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(EmbeddedBroker broker, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<String> read(EmbeddedBroker broker, String topic, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker, Map.of())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            while (values.size() < count) {
                consumer.poll(PATIENCE).forEach(r -> values.add(new String(r.value(), UTF_8)));
            }
        }
        return values;
    }

    private static Set<Path> brokerFolders() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return entries.filter(p -> p.getFileName().toString().startsWith("mainstem-broker-"))
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                // Daemons of static fields, of the broker's library and of the JDK: the same few whatever runs.
                .filter(name -> !name.startsWith("metrics-meter-tick-thread"))
                .filter(name -> !name.startsWith("ForkJoinPool.commonPool"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> kafkaBeans() {
        return ManagementFactory.getPlatformMBeanServer().queryNames(null, null).stream()
                .map(Object::toString)
                .filter(name -> name.startsWith("kafka."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
