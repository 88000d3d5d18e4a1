package io.mainstem.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mainstem.event.CheckpointCodec;
import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.InvalidRecordException;
import io.mainstem.learn.Learner;
import io.mainstem.learn.LearnerRun;
import io.mainstem.spec.LearnerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a run left behind: the committed records of all topics, and beside them, for each partition, an undisturbed run
 * over the events topic by a learner of its own.
 *
 * @param undisturbed by partition
 * @param manifests of the checkpoints by partition, in their order
 * @param checkpointKeys of the checkpoints' records that have a value, in their order
 * @param finalWeights checksums that the learners told when they ended, by partition
 */
record Evidence(
        LearnerSpec spec,
        Map<Integer, LearnerRun> undisturbed,
        List<Output> predictions,
        List<Output> metrics,
        Map<Integer, List<CheckpointManifest>> manifests,
        List<String> checkpointKeys,
        List<Refusal> refusals,
        Map<Integer, String> finalWeights) {

    static Evidence read(String bootstrap, LearnerSpec spec, Map<Integer, String> finalWeights) {
        Map<Integer, LearnerRun> undisturbed = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> event :
                CommittedTopic.read(bootstrap, spec.topics().events())) {
            undisturbed
                    .computeIfAbsent(event.partition(), partition -> new LearnerRun(spec, new Learner(spec, partition)))
                    .take(event.value(), event.timestamp(), event.offset());
        }
        Map<Integer, List<CheckpointManifest>> manifests = new TreeMap<>();
        List<String> checkpointKeys = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record :
                CommittedTopic.read(bootstrap, spec.topics().checkpoints())) {
            String key = new String(record.key(), UTF_8);
            if (record.value() != null) { // else an old checkpoint is given up
                checkpointKeys.add(key);
                if (CheckpointCodec.isManifestKey(key)) {
                    CheckpointManifest manifest = manifest(record.value());
                    manifests
                            .computeIfAbsent(manifest.model().replica(), partition -> new ArrayList<>())
                            .add(manifest);
                }
            }
        }
        return new Evidence(
                spec,
                undisturbed,
                outputs(bootstrap, spec.topics().predictions()),
                outputs(bootstrap, spec.topics().metrics()),
                manifests,
                checkpointKeys,
                CommittedTopic.read(bootstrap, spec.topics().deadLetters()).stream()
                        .map(Refusal::of)
                        .toList(),
                finalWeights);
    }

    /** One learner's records among those of all. */
    static List<Output> of(int partition, List<Output> outputs) {
        return outputs.stream().filter(output -> output.replica() == partition).toList();
    }

    private static List<Output> outputs(String bootstrap, String topic) {
        return CommittedTopic.read(bootstrap, topic).stream().map(Output::of).toList();
    }

    private static CheckpointManifest manifest(byte[] value) {
        try {
            return CheckpointCodec.readManifest(value);
        } catch (InvalidRecordException e) {
            throw new AssertionError("a manifest that cannot be read", e);
        }
    }
}
