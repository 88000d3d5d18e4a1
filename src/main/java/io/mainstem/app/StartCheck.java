package io.mainstem.app;

import io.mainstem.spec.TopicNames;
import io.mainstem.stream.topics.Denial;
import io.mainstem.stream.topics.DeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a cluster has and allows what a learner needs, before it starts: Streams itself would find out one thing
 * after the other, and some only when the first dead letter or checkpoint is due.
 */
final class StartCheck {

    private static final Set<AclOperation> READ = Set.of(AclOperation.READ);
    private static final Set<AclOperation> WRITE = Set.of(AclOperation.WRITE);
    private static final Set<AclOperation> BOTH = Set.of(AclOperation.READ, AclOperation.WRITE);

    private final Admin admin;
    private final TopicNames topics;
    private final String applicationId;
    private final String changelog;
    private final Optional<String> waiting;
    private final short copies;
    private final List<Denial> denials = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> hidden = new ArrayList<>();

    /**
     * Nothing asked yet.
     *
     * @param changelog of the learner's state, which Streams makes where it is missing
     * @param waiting the changelog of what waits for labels, likewise; empty where nothing does
     * @param copies of the changelog's partitions
     */
    StartCheck(
            Admin admin,
            TopicNames topics,
            String applicationId,
            String changelog,
            Optional<String> waiting,
            short copies) {
        this.admin = admin;
        this.topics = topics;
        this.applicationId = applicationId;
        this.changelog = changelog;
        this.waiting = waiting;
        this.copies = copies;
    }

    /**
     * Asks the cluster.
     *
     * @param howToCreate what to do about topics that are missing
     * @return how many partitions the events have
     * @throws DeniedException naming all that the user may not do
     * @throws CommandFailedException if a topic is missing, what was learned is, or the numbers of partitions do not fit
     */
    int require(String howToCreate) {
        Optional<TopicDescription> events = topic(topics.events(), READ);
        List<TopicDescription> beside = Stream.of(topics.labels(), topics.control())
                .flatMap(name -> topic(name, READ).stream())
                .toList();
        List.of(topics.predictions(), topics.metrics(), topics.deadLetters()).forEach(output -> topic(output, WRITE));
        topic(topics.checkpoints(), BOTH);
        List<String> needed = List.copyOf(missing);
        Optional<TopicDescription> state = topic(changelog, BOTH);
        Optional<TopicDescription> rows = waiting.flatMap(name -> topic(name, BOTH));
        int partitions = events.map(found -> found.partitions().size()).orElse(1);
        Stream.concat(Stream.of(changelog), waiting.stream())
                .filter(name -> missing.contains(name) || hidden.contains(name))
                .forEach(name -> creation(new NewTopic(name, partitions, copies)));
        group();
        transactions();
        if (!denials.isEmpty()) {
            throw new DeniedException(denials);
        }
        if (!needed.isEmpty()) {
            throw new CommandFailedException("there is no topic " + String.join(", ", needed) + howToCreate);
        }
        Stream.concat(state.stream(), rows.stream()).forEach(found -> {
            if (found.partitions().size() != partitions) {
                throw new CommandFailedException(PartitionMismatch.line(
                        topics.events(),
                        partitions,
                        found.name(),
                        found.partitions().size()));
            }
        });
        beside.forEach(found -> {
            if (found.partitions().size() != partitions) {
                int others = found.partitions().size();
                throw new CommandFailedException("topic " + found.name() + " has " + others
                        + (others == 1 ? " partition" : " partitions") + ", and topic " + topics.events() + " has "
                        + partitions + ": they must have as many, as records of the same key meet in one"
                        + " (kafka-topics.sh --alter --topic " + found.name() + " --partitions " + partitions + ")");
            }
        });
        requireNothingForgotten(state.isPresent());
        return partitions;
    }

    /**
     * Where the group has taken events of a partition, there is a state: both are committed in one transaction. Without,
     * Streams would begin anew, behind what is forgotten. An offset that was set by hand before the first start looks the
     * same, and is refused as well.
     */
    private void requireNothingForgotten(boolean thereIsAChangelog) {
        Set<Integer> taken = taken();
        if (taken.isEmpty()) {
            return;
        }
        if (!thereIsAChangelog) {
            throw new CommandFailedException(
                    "topic " + changelog + " is gone, " + forgotten("the events that it has taken"));
        }
        for (int partition : taken) {
            TopicPartition states = new TopicPartition(changelog, partition);
            if (offset(states, OffsetSpec.earliest()) == offset(states, OffsetSpec.latest())) {
                throw new CommandFailedException("partition " + partition + " of topic " + changelog + " is empty, "
                        + forgotten("the events of that partition that it has taken"));
            }
        }
    }

    private String forgotten(String events) {
        return "and with it what application " + applicationId + " learned of " + events + ": bring the topic back, or"
                + " start anew with another --application-id";
    }

    /** Partitions of events that the group has taken something of. */
    private Set<Integer> taken() {
        Set<Integer> partitions = new TreeSet<>();
        try {
            await(admin.listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata())
                    .forEach((partition, committed) -> {
                        if (partition.topic().equals(topics.events()) && committed != null && committed.offset() > 0) {
                            partitions.add(partition.partition());
                        }
                    });
        } catch (GroupIdNotFoundException e) {
            // The first start.
        }
        return partitions;
    }

    private long offset(TopicPartition partition, OffsetSpec which) {
        return await(admin.listOffsets(Map.of(partition, which)).partitionResult(partition))
                .offset();
    }

    private Optional<TopicDescription> topic(String name, Set<AclOperation> needs) {
        try {
            TopicDescription found = await(admin.describeTopics(
                                    List.of(name), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .allTopicNames())
                    .values()
                    .iterator()
                    .next();
            lacking("topic " + name, needs, found.authorizedOperations());
            return Optional.of(found);
        } catch (UnknownTopicOrPartitionException e) {
            missing.add(name);
        } catch (AuthorizationException e) {
            lacking("topic " + name, needs, Set.of());
            hidden.add(name);
        }
        return Optional.empty();
    }

    /** What would happen if it were created, which only the brokers know: rights to create can stand in several places. */
    private void creation(NewTopic topic) {
        try {
            await(admin.createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(true))
                    .all());
        } catch (TopicExistsException e) {
            // Another instance made it meanwhile.
        } catch (AuthorizationException e) {
            denials.add(Denial.onTopic("Create", topic.name()));
        }
    }

    private void group() {
        String resource = "group " + applicationId;
        try {
            await(admin.describeConsumerGroups(
                                    List.of(applicationId),
                                    new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                            .all())
                    .values()
                    .forEach(group -> lacking(resource, READ, group.authorizedOperations()));
        } catch (GroupIdNotFoundException e) {
            // The first start; the brokers say this only to those who may know.
        } catch (AuthorizationException e) {
            lacking(resource, READ, Set.of());
        }
    }

    private void transactions() {
        String prefix = applicationId + "-";
        try {
            await(admin.describeTransactions(List.of(prefix)).description(prefix));
        } catch (TransactionalIdNotFoundException e) {
            // Nobody has this one: the ids that Streams uses go on after the prefix.
        } catch (AuthorizationException e) {
            denials.add(transactionalIds(applicationId));
        }
    }

    static Denial transactionalIds(String applicationId) {
        return new Denial("Write", "transactional ids that begin with " + applicationId + "-");
    }

    /**
     * Notes what is needed and not allowed.
     *
     * @param allowed null from brokers that do not tell
     */
    private void lacking(String resource, Set<AclOperation> needs, @Nullable Set<AclOperation> allowed) {
        if (allowed == null) {
            return;
        }
        needs.stream()
                .filter(need -> !allowed.contains(need))
                .sorted()
                .map(need -> new Denial(need == AclOperation.READ ? "Read" : "Write", resource))
                .forEach(denials::add);
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
