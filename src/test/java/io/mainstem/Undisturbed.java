package io.mainstem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.event.CheckpointCodec;
import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.PredictionWriter;
import io.mainstem.learn.Checkpoint;
import io.mainstem.learn.Learner;
import io.mainstem.learn.LearnerRun;
import io.mainstem.spec.LearnerSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a learner's topics must hold, by a run over the same events without Kafka and without any mishap. For tests. */
public final class Undisturbed {

    private final LearnerSpec spec;
    private final int partition;
    private final LearnerRun run;

    public Undisturbed(LearnerSpec spec, List<byte[]> events) {
        this(spec, 0, events);
    }

    public Undisturbed(LearnerSpec spec, int partition, List<byte[]> events) {
        this.spec = spec;
        this.partition = partition;
        run = new LearnerRun(spec, new Learner(spec, partition)).take(events);
    }

    /** The learner file of the demo, with mini-batches that records seldom end with, frequent reports, and its own topics. */
    public static String yaml(String prefix) {
        return Birdstrikes.yaml().replaceFirst("batch: \\{.*}", "batch: {size: 16}")
                + "metrics: {every: 32}\ncheckpoints: {every: 64}\n" + Cluster.topics(prefix);
    }

    /** Real events, some of them stripped of their labels, and now and then something that is no event. */
    public static List<byte[]> mixed(int count) {
        List<byte[]> events = new ArrayList<>();
        for (byte[] event : Birdstrikes.events(count)) {
            String text = new String(event, UTF_8);
            if (events.size() % 5 == 3) {
                text = text.replaceFirst(",\"labels\":\\{.*}}$", "}");
            } else if (events.size() % 11 == 7) {
                text = text.replaceFirst("\"features\":", "\"features\":[");
            }
            events.add(text.getBytes(UTF_8));
        }
        return events;
    }

    public LearnerRun run() {
        return run;
    }

    public String weights() {
        return run.weights();
    }

    /** Every prediction once, in order, byte for byte; and so the metrics, the checkpoints, the dead letters. */
    public void assertIsWhatStandsIn(Cluster cluster) throws Exception {
        assertIsWhatStandsIn(cluster.bootstrapServers());
    }

    /** The same of any cluster. */
    public void assertIsWhatStandsIn(String bootstrap) throws Exception {
        assertIsWhatStandsIn(bootstrap, 0);
    }

    /**
     * The same, but for outputs of transactions that were aborted and are to be seen nevertheless. They must be those, byte
     * for byte, that were said again afterwards: nothing is missing, and nothing is there that should not be said.
     *
     * @param aborted how many such transactions there may be at most
     */
    public void assertIsWhatStandsIn(String bootstrap, int aborted) throws Exception {
        PredictionWriter writer = new PredictionWriter(spec);
        SaidAgain.check(
                text(bootstrap, spec.topics().predictions()),
                run.predictions.stream()
                        .map(prediction -> new String(writer.write(prediction), UTF_8))
                        .toList(),
                aborted);
        SaidAgain.check(text(bootstrap, spec.topics().metrics()), run.metricsTopic, aborted);
        SaidAgain.check(
                manifests(bootstrap).stream()
                        .map(CheckpointManifest::weightsChecksum)
                        .toList(),
                run.checkpoints.stream().map(Checkpoint::weightsChecksum).toList(),
                aborted);
        List<String> rejected = rejected(bootstrap);
        List<String> once = rejected.stream().distinct().toList();
        assertThat(once).hasSize((int) run.learner.rejected());
        SaidAgain.check(rejected, once, aborted);
    }

    /** What this learner said there; those of several partitions may share a topic. */
    private List<String> text(String bootstrap, String topic) {
        return Cluster.read(bootstrap, topic).stream()
                .map(record -> new String(record.value(), UTF_8))
                .filter(value -> value.contains("\"replica\":" + partition + ","))
                .toList();
    }

    /** The offsets of its events that are dead letters. */
    private List<String> rejected(String bootstrap) {
        return Cluster.read(bootstrap, spec.topics().deadLetters()).stream()
                .filter(letter -> header(letter, "mainstem.partition").equals(String.valueOf(partition)))
                .map(letter -> header(letter, "mainstem.offset"))
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String key) {
        return new String(letter.headers().lastHeader(key).value(), UTF_8);
    }

    private List<CheckpointManifest> manifests(String bootstrap) throws Exception {
        List<CheckpointManifest> manifests = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record :
                Cluster.read(bootstrap, spec.topics().checkpoints())) {
            String key = new String(record.key(), UTF_8);
            // Without a value: an old checkpoint is given up.
            if (CheckpointCodec.isManifestKey(key) && key.startsWith(partition + "/") && record.value() != null) {
                manifests.add(CheckpointCodec.readManifest(record.value()));
            }
        }
        return manifests;
    }
}
