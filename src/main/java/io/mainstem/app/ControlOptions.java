package io.mainstem.app;

import io.mainstem.event.Command;
import io.mainstem.event.CommandAnswer;
import io.mainstem.spec.TopicNames;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which learner is meant, which of its replicas, and for how long to wait; mixed into the commands that steer it. */
final class ControlOptions {

    private static final int MOST_SECONDS = 3600;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The learner file, for the names that it gives the topics.")
    private @Nullable Path config;

    @Option(
            names = "--partition",
            paramLabel = "N",
            description = "Only the replica that learns from this partition of events; all of them if not given.")
    private @Nullable Integer partition;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for the answers (default: ${DEFAULT-VALUE}).")
    private int timeout;

    TopicNames topics() {
        return config == null ? TopicNames.defaults() : LearnerFile.read(config).topics();
    }

    ClientOptions client() {
        return client;
    }

    /**
     * Sends the command, and prints a line for each answer.
     *
     * @param commands of an id and a replica
     * @throws CommandFailedException if a replica refused it, or did not answer in time
     */
    void send(BiFunction<String, Integer, Command> commands, PrintWriter out) {
        if (timeout < 1 || timeout > MOST_SECONDS) {
            throw new UsageException("--timeout must be 1 to " + MOST_SECONDS + ", not " + timeout);
        }
        TopicNames topics = topics();
        client.connect().close(Duration.ZERO);
        try (Commander commander = new Commander(client.properties(), topics)) {
            Map<Integer, Command> byReplica = new TreeMap<>();
            String id = UUID.randomUUID().toString();
            int replicas = commander.replicas();
            for (int replica : replicas(replicas)) {
                byReplica.put(replica, commands.apply(id, replica));
            }
            Map<Integer, CommandAnswer> answers = commander.send(byReplica, Duration.ofSeconds(timeout));
            answers.forEach((replica, answer) -> out.println(line(replica, answer, topics)));
            out.flush();
            requireAllDone(byReplica, answers);
        }
    }

    private int[] replicas(int all) {
        if (partition == null) {
            return java.util.stream.IntStream.range(0, all).toArray();
        }
        if (partition < 0 || partition >= all) {
            throw new UsageException("--partition must be 0 to " + (all - 1) + ", not " + partition);
        }
        return new int[] {partition};
    }

    private static String line(int replica, CommandAnswer answer, TopicNames topics) {
        Long events = answer.offsets().get(topics.events() + "-" + replica);
        String place = events == null ? "before any event" : "after offset " + events + " of " + topics.events();
        return "replica " + replica + ": " + answer.command() + (answer.isDone() ? " done " : " refused ") + place
                + ", version " + answer.model().version() + ", step "
                + answer.model().step()
                + (answer.refusal() == null ? "" : ": " + answer.refusal());
    }

    private void requireAllDone(Map<Integer, Command> sent, Map<Integer, CommandAnswer> answers) {
        if (answers.size() < sent.size()) {
            String silent = sent.keySet().stream()
                    .filter(replica -> !answers.containsKey(replica))
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "));
            throw new CommandFailedException("no answer within " + timeout + " s from replica " + silent
                    + ": the command is on its way, and is taken once the learner runs and comes to it");
        }
        if (!answers.values().stream().allMatch(CommandAnswer::isDone)) {
            throw new CommandFailedException("refused: see above");
        }
    }
}
