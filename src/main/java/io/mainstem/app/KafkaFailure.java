package io.mainstem.app;

import io.mainstem.stream.topics.Denial;
import io.mainstem.stream.topics.DeniedException;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.jspecify.annotations.Nullable;

/** Failures of Kafka's clients and of Kafka Streams in one line that says what to do. */
final class KafkaFailure {

    private KafkaFailure() {}

    /** The first of the failure and its causes that is known; where none is, the innermost cause in its own words. */
    static String line(Throwable failure) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            Optional<String> known = known(each, failure);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return OneLine.of(OneLine.rootCause(failure));
    }

    /** Whether the user can put it right by other properties. */
    static boolean ofConfiguration(Throwable failure) {
        return failure instanceof ConfigException || failure.getCause() instanceof ConfigException;
    }

    /** Whether it looks as if a right is lacking; not all that throws so says which. */
    static boolean mayBeDenied(Throwable failure) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof AuthorizationException || message(each).contains("authorization failed")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> known(Throwable cause, Throwable whole) {
        if (cause.getClass().getName().startsWith("io.mainstem.")) {
            return Optional.of(OneLine.of(cause));
        }
        if (cause instanceof TopicAuthorizationException denied) {
            String topics = String.join(", ", denied.unauthorizedTopics());
            return Optional.of(denied(Denial.onTopic(ofSending(whole) ? "Write" : "Read", topics), denied));
        }
        if (cause instanceof GroupAuthorizationException denied) {
            return Optional.of(denied(new Denial("Read", "group " + denied.groupId()), denied));
        }
        if (cause instanceof TransactionalIdAuthorizationException denied) {
            return Optional.of(
                    denied(new Denial("Write", "transactional ids that begin with the application's id"), denied));
        }
        if (cause instanceof FencedInstanceIdException) {
            return Optional.of(
                    "another instance was started under the same group.instance.id and has taken this one's place; what"
                            + " this one had not committed is done there. Where both are to run, give each its own id, or"
                            + " its own --state-dir and no id");
        }
        if (cause instanceof AuthenticationException) {
            return Optional.of("the brokers refuse the login (" + message(cause)
                    + "): check security.protocol, sasl.* and ssl.* (--properties FILE)");
        }
        if (cause instanceof ConfigException) {
            return Optional.of("wrong Kafka client properties: " + message(cause));
        }
        if (cause instanceof MissingSourceTopicException || cause instanceof UnknownTopicOrPartitionException) {
            return Optional.of(
                    "a topic of the learner is gone (" + message(cause) + "): 'mainstem topics diff' says which");
        }
        if (cause instanceof RetriableException) {
            return Optional.of("the brokers did not answer as they should for too long (" + OneLine.of(cause)
                    + "): nothing is lost; start again when they are well");
        }
        return Optional.empty();
    }

    static String denied(Denial denial, Exception cause) {
        return OneLine.of(new DeniedException(denial, cause));
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null ? OneLine.of(cause) : OneLine.line(cause.getMessage());
    }

    /** The exception says which topic, and not what was to be done with it. */
    private static boolean ofSending(Throwable failure) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each.getMessage() != null && each.getMessage().contains("sending record")) {
                return true;
            }
        }
        return false;
    }
}
