package io.mainstem.serve;

import io.mainstem.event.Command;
import io.mainstem.event.CommandAnswer;
import io.mainstem.stream.StoredCheckpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The program that a server belongs to, as far as the server asks it something. Thread-safe. */
public interface Host {

    /**
     * What the cluster lacks for the stream to go on.
     *
     * @param what in words
     * @param since epoch milliseconds, by the clock of this machine, when it was noticed
     */
    record Trouble(String what, long since) {}

    /** Why no work is done at present; empty while the state is restored, the stream runs and its brokers answer. */
    Optional<String> notReady();

    /** Why the brokers are of no use at present; empty while they answer and every partition has a leader. */
    Optional<Trouble> brokersAway();

    /** What the stream does, in the words of Kafka Streams. */
    String streamState();

    /** Records that no learner has taken yet, by source and partition; of the partitions here. */
    Map<String, Long> lag();

    /** How many partitions the events have, here and elsewhere. */
    int partitions();

    /** Where the instance listens, {@code host:port}, that has the learner of the partition; empty where that is not known. */
    Optional<String> instance(int partition);

    /**
     * Whether the stream runs, the learner of the partition is not here, and no other address is known that has it: who has
     * it says none, or the same as this one.
     */
    boolean isNotAdvertised(int partition);

    /** What the checkpoints topic holds now, or why that is not known, within seconds. */
    CompletableFuture<List<StoredCheckpoint>> checkpoints();

    /**
     * Sends replicas a command and waits for their answers.
     *
     * @param commands of an id and a replica
     * @param replica the only one that is meant; null for all
     * @return the answers that came in time, by replica
     * @throws UndeliveredCommandException if the brokers do not take them within seconds
     */
    Map<Integer, CommandAnswer> command(BiFunction<String, Integer, Command> commands, @Nullable Integer replica);
}
