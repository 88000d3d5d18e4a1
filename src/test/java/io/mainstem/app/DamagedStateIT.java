package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.Undisturbed;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changelog whose newest record of a block is not what was written: the program ends, and learns nothing on from it. */
class DamagedStateIT {

    private static final long SEED = 17;

    /** What keys of blocks, and of examples that wait, begin with. */
    private static final byte BLOCK = 'b';

    private static final byte EXAMPLE = 'e';

    /** Where the format's version stands in a block. */
    private static final int VERSION = 4;

    @AutoClose
    private static final Cluster cluster = new Cluster();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void aFlippedBitEndsIt() throws Exception {
        assertEndsWith("flipped", "of the state", block -> {
            byte[] damaged = block.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            return damaged;
        });
    }

    /** Its first bytes say how long it is. */
    @Test
    void aDamagedExampleThatWaitsEndsIt() throws Exception {
        assertEndsWith("example", EXAMPLE, "waiting example", example -> {
            byte[] damaged = example.clone();
            damaged[3] ^= 1;
            return damaged;
        });
    }

    @Test
    void anExampleThatIsCutOffEndsIt() throws Exception {
        assertEndsWith("stub", EXAMPLE, "waiting example", example -> Arrays.copyOf(example, 3));
    }

    @Test
    void aTruncatedRecordEndsIt() throws Exception {
        assertEndsWith("cut", "is damaged", block -> Arrays.copyOf(block, random.nextInt(block.length)));
    }

    @Test
    void anotherFormatEndsIt() throws Exception {
        assertEndsWith("format", "format version 9, this program reads 2", block -> {
            byte[] other = block.clone();
            other[VERSION] = 9;
            return other;
        });
    }

    private void assertEndsWith(String name, String message, UnaryOperator<byte[]> damage) throws Exception {
        assertEndsWith(name, BLOCK, message, damage);
    }

    private void assertEndsWith(String name, byte kind, String message, UnaryOperator<byte[]> damage) throws Exception {
        RunOf run = new RunOf(folder, name, cluster.bootstrapServers(), Map.of());
        cluster.createTopics(run.spec(), 1);
        List<byte[]> events = Undisturbed.mixed(200);
        int predictions = new Undisturbed(run.spec(), events.subList(0, 160))
                .run()
                .predictions
                .size();
        cluster.send(run.spec().topics().events(), events.subList(0, 160));
        try (Program first = run.start()) {
            run.awaitPredictions(cluster, predictions);
            first.terminate();
        }
        List<ConsumerRecord<byte[], byte[]>> changelog = cluster.read(run.changelog());
        ConsumerRecord<byte[], byte[]> last = changelog.stream()
                .filter(record -> record.key()[0] == kind)
                // Of the examples the first that waits, as not all that are there do.
                .filter(record -> kind == BLOCK || record.key()[4] == 0)
                .reduce((one, later) -> later)
                .orElseThrow();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(cluster.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(run.changelog(), 0, last.key(), damage.apply(last.value())))
                    .get();
        }
        cluster.send(run.spec().topics().events(), events.subList(160, 200));

        try (Program second = run.startAnyhow()) {
            assertThat(second.awaitExit()).as("seed %d", SEED).isEqualTo(1);
            assertThat(second.complaints())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains(message)
                    .contains("Nothing was learned on from it");
        }
        assertThat(cluster.read(run.spec().topics().predictions())).hasSize(predictions);
    }
}
