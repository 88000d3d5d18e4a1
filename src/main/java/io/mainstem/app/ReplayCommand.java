package io.mainstem.app;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.RecordShape;
import io.mainstem.spec.TopicNames;
import io.mainstem.stream.topics.Denial;
import io.mainstem.stream.topics.DeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a file of events to the events topic. */
@Command(name = "replay", description = "Write a file of events to the events topic.")
final class ReplayCommand implements Callable<Integer> {

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Option(
            names = "--events",
            required = true,
            paramLabel = "FILE",
            description = "Events, one JSON object a line, plain or gzipped; - for the standard input.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(names = "--rate", paramLabel = "N", description = "Events a second; as fast as may be if not given.")
    private double rate = Double.POSITIVE_INFINITY;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "Where to; the events topic of the learner file, or else events, if not given.")
    private @Nullable String givenTopic;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The learner's file, for the topic, and for where in an event its id stands.")
    private @Nullable Path config;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() {
        if (!(rate > 0)) {
            throw new UsageException("--rate must be more than 0 events a second, not " + rate);
        }
        LearnerSpec spec = config == null ? null : LearnerFile.read(config);
        TopicNames names = spec == null ? TopicNames.defaults() : spec.topics();
        String topic = givenTopic == null ? names.events() : givenTopic;
        RecordShape shape = spec == null ? RecordShape.EVENT : spec.events().shape();
        try (EventFile events = EventFile.open(file)) {
            requireTopic(topic);
            long start = System.nanoTime();
            long sent = send(events, topic, shape);
            double seconds = (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
            command.commandLine()
                    .getOut()
                    .println(String.format(
                            Locale.ROOT,
                            "%,d %s from %s sent to topic '%s' in %.1f s (%,.0f/s)",
                            sent,
                            sent == 1 ? "event" : "events",
                            file.equals(EventFile.STDIN) ? "the standard input" : file,
                            topic,
                            seconds,
                            sent / seconds));
            return 0;
        }
    }

    private long send(EventFile events, String topic, RecordShape shape) {
        try (Replay replay = new Replay(client.properties(), topic, shape);
                ReplayProgress progress =
                        new ReplayProgress(Terminal.of(command.commandLine().getErr()), events)) {
            replay.send(events, Pace.perSecond(rate), () -> progress.show(replay.sent()));
            return replay.sent();
        }
    }

    private void requireTopic(String topic) {
        try (Admin admin = client.connect()) {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new CommandFailedException(
                        "there is no topic '%s' at %s: create the topics with 'mainstem topics apply --bootstrap %s', or name another with --topic"
                                .formatted(topic, client.bootstrapServers(), client.bootstrapServers()),
                        e);
            }
            if (e.getCause() instanceof TopicAuthorizationException) {
                throw new DeniedException(Denial.onTopic("Write", topic), e);
            }
            throw new CommandFailedException(
                    "cannot look up topic '" + topic + "': " + KafkaFailure.line(OneLine.unwrapped(e)), e);
        }
    }
}
