package io.mainstem.containers;

import static java.util.Objects.requireNonNull;

import io.mainstem.Eventually;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What the brokers know of the learners: how far they came, how many they are, whether they are amid a transaction. */
final class LearnerGroup {

    private static final Set<TransactionState> ENDED =
            Set.of(TransactionState.EMPTY, TransactionState.COMPLETE_COMMIT, TransactionState.COMPLETE_ABORT);

    private final Admin admin;
    private final String applicationId;
    private final List<TopicPartition> partitions;
    private final Supplier<String> details;

    /**
     * Nothing asked yet.
     *
     * @param partitions of events
     * @param details to tell when something does not come about
     */
    LearnerGroup(Admin admin, String applicationId, List<TopicPartition> partitions, Supplier<String> details) {
        this.admin = admin;
        this.applicationId = applicationId;
        this.partitions = partitions;
        this.details = details;
    }

    /** Returns when so many more records of each partition are learned and committed. */
    void awaitProgress(long records) throws Exception {
        Map<TopicPartition, Long> before = new HashMap<>();
        Eventually.holds("the group's offsets can be asked for", () -> {
            Optional<Map<TopicPartition, Long>> now = committed();
            now.ifPresent(before::putAll);
            return now.isPresent();
        });
        Eventually.holds(
                records + " more records of each partition",
                () -> committed().filter(now -> isAhead(now, before, records)).isPresent(),
                this::progress);
    }

    private boolean isAhead(Map<TopicPartition, Long> now, Map<TopicPartition, Long> before, long records) {
        return partitions.stream().allMatch(at -> now.getOrDefault(at, 0L) >= before.getOrDefault(at, 0L) + records);
    }

    /** Returns when all events that are there are learned and committed. */
    void awaitAll() throws Exception {
        Map<TopicPartition, Long> ends = ends();
        Eventually.holds("all is committed", () -> committed().equals(Optional.of(ends)), this::progress);
    }

    /** Returns when the group has so many members, and is at peace. */
    void awaitMembers(int members) throws Exception {
        Eventually.holds(
                members + " members",
                () -> answer(admin.describeConsumerGroups(List.of(applicationId))
                                .all())
                        .map(groups -> requireNonNull(groups.get(applicationId)))
                        .filter(group -> group.groupState() == GroupState.STABLE)
                        .filter(group -> group.members().size() == members)
                        .isPresent(),
                this::progress);
    }

    /** Returns when a transaction is open. */
    void awaitOpenTransaction() throws Exception {
        Eventually.holds(
                "a transaction is open",
                () -> transactionStates()
                        .filter(states -> states.contains(TransactionState.ONGOING))
                        .isPresent(),
                this::progress);
    }

    /**
     * Returns when no transaction is open. One of a learner that was killed, and that nobody knows by its id any more, is only
     * aborted when its time is over; until then nobody may read what stands behind its outputs.
     */
    void awaitNoOpenTransaction() throws Exception {
        Eventually.holds(
                "no transaction is open",
                () -> transactionStates().filter(ENDED::containsAll).isPresent(),
                this::progress);
    }

    /** Of the learners' transactions; empty while the brokers cannot tell. */
    private Optional<Set<TransactionState>> transactionStates() throws InterruptedException {
        return answer(admin.listTransactions().all()).map(transactions -> transactions.stream()
                .filter(transaction -> transaction.transactionalId().startsWith(applicationId + "-"))
                .map(TransactionListing::state)
                .collect(Collectors.toSet()));
    }

    private Map<TopicPartition, Long> ends() throws Exception {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest).all().get().forEach((at, end) -> ends.put(at, end.offset()));
        return ends;
    }

    /** Up to where each partition is learned; empty while the brokers cannot tell. */
    private Optional<Map<TopicPartition, Long>> committed() throws InterruptedException {
        return answer(admin.listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata())
                .map(offsets -> {
                    Map<TopicPartition, Long> committed = new HashMap<>();
                    offsets.forEach((at, offset) -> {
                        if (offset != null) {
                            committed.put(at, offset.offset());
                        }
                    });
                    return committed;
                });
    }

    /** Empty while there is none: brokers come and go here, and Kafka's client fails in many ways when they do. */
    private static <T> Optional<T> answer(KafkaFuture<T> future) throws InterruptedException {
        try {
            return Optional.of(future.get());
        } catch (ExecutionException e) {
            return Optional.empty();
        }
    }

    private String progress() {
        try {
            return "committed " + committed() + " of " + ends() + details.get();
        } catch (Exception e) {
            return e + details.get();
        }
    }
}
