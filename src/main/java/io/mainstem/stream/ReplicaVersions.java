package io.mainstem.stream;

import io.mainstem.event.Command;
import io.mainstem.learn.SavedVersions;
import io.mainstem.learn.UnavailableVersionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The earlier versions of a replica as they are committed on the checkpoints topic, read within the transaction that goes
 * back to one: so all that it takes is bounded.
 */
final class ReplicaVersions implements SavedVersions {

    /** Reading is a third of it at most, so that there is time for sending what was read. */
    private static final long TRANSACTION_TIMEOUT_SHARE = 3;

    private static final String DEFAULT_TRANSACTION_TIMEOUT = "60000";

    /** What was committed just now may stand behind another replica's open transaction for as long as a commit takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Checkpoints checkpoints;
    private final int replica;

    ReplicaVersions(Checkpoints checkpoints, int replica) {
        this.checkpoints = checkpoints;
        this.replica = replica;
    }

    /** Those on the topic of the cluster that the hosting program uses, by its own settings. */
    static VersionSource on(String topic) {
        return (settings, replica) -> {
            StreamsConfig host = new StreamsConfig(settings);
            Map<String, Object> client =
                    host.getRestoreConsumerConfigs(Thread.currentThread().getName() + "-versions");
            client.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
            return new ReplicaVersions(new CheckpointsTopic(client, topic, limit(settings)), replica);
        };
    }

    private static Duration limit(Map<String, Object> settings) {
        String name = ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;
        Object timeout = settings.get(StreamsConfig.producerPrefix(name));
        if (timeout == null) {
            timeout = settings.getOrDefault(name, DEFAULT_TRANSACTION_TIMEOUT);
        }
        return Duration.ofMillis(Long.parseLong(timeout.toString()) / TRANSACTION_TIMEOUT_SHARE);
    }

    @Override
    public List<byte[]> read(Command.Rollback rollback) {
        long start = System.nanoTime();
        while (true) {
            try {
                return checkpoints
                        .read(replica, rollback.version(), rollback.begins())
                        .blocks();
            } catch (UnableToReadCheckpointException e) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new UnavailableVersionException(String.valueOf(e.getMessage()));
                }
                pause();
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                throw new UnavailableVersionException("the checkpoints topic cannot be read: " + e.getMessage());
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
