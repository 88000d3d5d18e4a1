package io.mainstem.app;

import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.stream.CheckpointsTopic;
import io.mainstem.stream.LearnerStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;

/**
 * The part of the demo in which something goes wrong, and is put right: after good events some with wrong labels, and then
 * the one command that an operator would give.
 */
final class PoisonStory {

    private static final int PARTITION = 0;

    private final LearnerSpec spec;
    private final LearnerApplication learner;
    private final String bootstrap;
    private final PrintWriter out;
    private final MetricsTable table;

    PoisonStory(LearnerSpec spec, LearnerApplication learner, String bootstrap, PrintWriter out) {
        this.spec = spec;
        this.learner = learner;
        this.bootstrap = bootstrap;
        this.out = out;
        table = new MetricsTable(spec, Terminal.of(out));
    }

    /** Waits until the learner's newest version can be gone back to, shows how good it is, and returns its number. */
    long good(StopSignal stop) throws InterruptedException {
        long version = status().model().version();
        CheckpointsTopic checkpoints = new CheckpointsTopic(
                Map.of("bootstrap.servers", bootstrap), spec.topics().checkpoints());
        await(stop, () -> checkpoints.all().stream()
                .anyMatch(each -> each.manifest().model().version() == version));
        show("After %,d events, this is version %d:", status().events(), version);
        return version;
    }

    /** Shows how good it is by now. */
    void poisoned(int events) {
        show("After %,d more, whose labels are wrong:", events);
    }

    /** Gives the command, and shows how good the learner is after it. */
    void goBack(long version, StopSignal stop) throws Exception {
        long epoch = status().model().epoch();
        out.printf("%n$ java -jar target/mainstem.jar checkpoints rollback %d --bootstrap %s%n", version, bootstrap);
        CheckpointsRollbackCommand rollback = new CheckpointsRollbackCommand();
        new CommandLine(rollback).setOut(out).parseArgs(String.valueOf(version), "--bootstrap", bootstrap);
        rollback.call();
        await(stop, () -> status().model().epoch() > epoch);
        show("After the command:");
    }

    private LearnerStatus status() {
        return learner.status().get(PARTITION);
    }

    private void show(String title, Object... values) {
        Map<String, TaskMetrics> metrics = new HashMap<>();
        status().metrics().forEach(task -> metrics.put(task.task(), task));
        out.println();
        out.println(String.format(Locale.ROOT, title, values));
        out.println();
        table.lines(metrics, true).forEach(out::println);
        out.flush();
    }

    private static void await(StopSignal stop, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean() && !stop.await(Duration.ofMillis(100))) {
            // Until then.
        }
    }
}
