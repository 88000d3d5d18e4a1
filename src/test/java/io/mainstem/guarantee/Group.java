package io.mainstem.guarantee;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;

/** How far the learners have come and who has which partition, as the brokers see it. */
final class Group implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final Admin admin;
    private final String applicationId;
    private final String events;
    private final int partitions;

    Group(String bootstrap, String applicationId, String events, int partitions) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        this.applicationId = applicationId;
        this.events = events;
        this.partitions = partitions;
    }

    /** Offsets up to which the learners have committed, by partition. */
    Map<Integer, Long> committed() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                get(admin.listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata());
        Map<Integer, Long> committed = new TreeMap<>();
        for (int p = 0; p < partitions; p++) {
            OffsetAndMetadata offset = offsets.get(new TopicPartition(events, p));
            committed.put(p, offset == null ? 0 : offset.offset());
        }
        return committed;
    }

    long allCommitted() throws Exception {
        return committed().values().stream().mapToLong(Long::longValue).sum();
    }

    int partitions() {
        return partitions;
    }

    /** Whether all that was sent is taken and committed. */
    boolean isDone() throws Exception {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                .mapToObj(p -> new TopicPartition(events, p))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<Integer, Long> ends = new TreeMap<>();
        get(admin.listOffsets(latest).all()).forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return committed().equals(ends);
    }

    /** The partitions of each member, by its client id; none while the group is sorting itself out. */
    Map<String, Set<Integer>> members() throws Exception {
        try {
            Map<String, Set<Integer>> members = new TreeMap<>();
            KafkaFuture<ConsumerGroupDescription> group = admin.describeConsumerGroups(List.of(applicationId))
                    .describedGroups()
                    .get(applicationId);
            for (MemberDescription member : get(requireNonNull(group)).members()) {
                members.put(
                        member.clientId(),
                        member.assignment().topicPartitions().stream()
                                .map(TopicPartition::partition)
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
            return members;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException) {
                return Map.of(); // not there yet
            }
            throw e;
        }
    }

    /** The partitions that an instance has. */
    Set<Integer> partitionsOf(Instance instance) throws Exception {
        Set<Integer> all = new TreeSet<>();
        members().forEach((client, its) -> {
            if (isOf(instance, client)) {
                all.addAll(its);
            }
        });
        return all;
    }

    boolean isMember(Instance instance) throws Exception {
        return members().keySet().stream().anyMatch(client -> isOf(instance, client));
    }

    private static boolean isOf(Instance instance, String client) {
        return client.startsWith(instance.name() + "-StreamThread");
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
