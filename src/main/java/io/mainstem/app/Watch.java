package io.mainstem.app;

import io.mainstem.event.Reason;
import io.mainstem.event.Steering;
import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.stream.LearnerStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Shows a running learner until it is done, fails, or the process is asked to end. */
final class Watch {

    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final LearnerApplication application;
    private final PrintWriter out;
    private final LiveTable table;
    private final long total;
    private final Speed speed = new Speed(System::nanoTime);

    /**
     * Nothing shown yet.
     *
     * @param total events that are to come, or {@link StreamProgress#UNKNOWN}
     */
    Watch(LearnerSpec spec, LearnerApplication application, Terminal terminal, long total) {
        this.application = application;
        this.out = terminal.out();
        this.total = total;
        table = new LiveTable(spec, terminal);
    }

    /** Returns when {@code done} says so, or when the process is asked to end; throws what the learner failed of. */
    void until(StopSignal stop, BooleanSupplier done) throws InterruptedException {
        while (!done.getAsBoolean() && !stop.await(INTERVAL)) {
            if (application.awaitStop(Duration.ZERO)) {
                throw failed();
            }
            if (busiest() != null) {
                speed.saw(events());
                table.update(this::progress, this::metrics);
            }
        }
        table.clear();
    }

    private CommandFailedException failed() {
        Throwable failure = application.failure();
        return failure == null
                ? new CommandFailedException("the learner stopped by itself; --verbose says more")
                : new CommandFailedException(KafkaFailure.line(failure), failure);
    }

    /** The last table; of a learner that is closed already, with the checksum of its weights. */
    void summary() {
        if (busiest() == null) {
            out.println("Ended before the learner took any event.");
            out.flush();
            return;
        }
        speed.saw(events());
        table.summary(new StreamProgress(speed.events(), total, speed.overall(), speed.elapsed()), metrics());
        for (LearnerStatus status : application.status()) {
            if (status.weightsChecksum() != null) {
                out.printf(
                        "Partition %d: weights after %,d steps, version %d: %s%n",
                        status.model().replica(),
                        status.model().step(),
                        status.model().version(),
                        status.weightsChecksum());
            }
            if (status.waiting() > 0) {
                out.printf(
                        "Partition %d: %d events to be learned wait for their mini-batch to fill.%n",
                        status.model().replica(), status.waiting());
            }
        }
        application.status().forEach(this::tellSteering);
        Map<Reason, Long> rejected = new TreeMap<>();
        application.status().forEach(status -> status.rejected().forEach((r, n) -> rejected.merge(r, n, Long::sum)));
        rejected.forEach((reason, count) -> out.printf("Dead letters, %s: %,d%n", reason.code(), count));
        out.flush();
    }

    private void tellSteering(LearnerStatus status) {
        int partition = status.model().replica();
        Steering steering = status.steering();
        if (steering.paused()) {
            out.printf("Partition %d: paused, it learns nothing until it is told to resume.%n", partition);
        }
        if (steering.trunkFrozen()) {
            out.printf("Partition %d: the trunk is frozen.%n", partition);
        }
        if (!Double.isNaN(steering.learningRate())) {
            out.printf("Partition %d: the learning rate was set to %s.%n", partition, steering.learningRate());
        }
        if (steering.notLearned() > 0) {
            out.printf(
                    "Partition %d: %,d examples predicted and scored while paused, and not learned.%n",
                    partition, steering.notLearned());
        }
        if (steering.givenUp() > 0) {
            out.printf(
                    "Partition %d: %,d examples given up with their unfinished mini-batch, when it went back.%n",
                    partition, steering.givenUp());
        }
    }

    private StreamProgress progress() {
        return new StreamProgress(speed.events(), total, speed.lately(), speed.elapsed());
    }

    private long events() {
        return application.status().stream().mapToLong(LearnerStatus::events).sum();
    }

    /** The table has a row a task: with several partitions here, it shows the learner that has seen the most. */
    private List<TaskMetrics> metrics() {
        LearnerStatus status = busiest();
        return status == null ? List.of() : status.metrics();
    }

    private @org.jspecify.annotations.Nullable LearnerStatus busiest() {
        return application.status().stream()
                .max(Comparator.comparingLong(LearnerStatus::events))
                .orElse(null);
    }
}
