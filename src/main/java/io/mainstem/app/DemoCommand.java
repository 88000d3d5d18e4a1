package io.mainstem.app;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LearnerTopology;
import io.mainstem.stream.topics.TopicAdmin;
import io.mainstem.stream.topics.TopicManifest;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All of it in one process, on real events: broker, replay, learner, table. */
@Command(
        name = DemoCommand.NAME,
        description = {
            "Start a Kafka broker inside this process, stream 10,000 real events (wildlife strikes on aircraft) through the"
                    + " learner, and show it learning.",
            "Ends by itself with a summary and leaves nothing behind."
        })
final class DemoCommand implements Callable<Integer> {

    static final String NAME = "demo";

    private static final long EVENTS = 10_000;

    private static final Duration START = Duration.ofSeconds(30);
    private static final int TOKEN_BITS = 128;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_POISON = 10_000_000;

    /** The learner's default of examples between two checkpoints. */
    private static final int EVENTS_PER_VERSION = 1000;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Events a second; ${DEFAULT-VALUE} if not given, 0 for as fast as may be.")
    private double rate;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where the broker listens, on 127.0.0.1; any free port if not given.")
    private int port;

    @Option(
            names = "--poison",
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "0",
            fallbackValue = "5000",
            description = {
                "After all events, send N more with wrong labels, ${FALLBACK-VALUE} if no number is given; show what they do to"
                        + " the model, and go back to the version before them."
            })
    private int poison;

    @Mixin
    private HttpOptions http = new HttpOptions();

    @Option(
            names = "--stay",
            description = "Stay when all events are learned, and learn from whatever else is sent, until Ctrl-C.")
    private boolean stay;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        if (!(rate >= 0)) {
            throw new UsageException("--rate must be 0 or more events a second, not " + rate);
        }
        if (port < 0 || port > MAX_PORT) {
            throw new UsageException("--port must be 0 to " + MAX_PORT + ", not " + port);
        }
        if (poison < 0 || poison > MAX_POISON) {
            throw new UsageException("--poison must be 1 to " + MAX_POISON + " events, not " + poison);
        }
        if (poison > 0 && stay) {
            throw new UsageException("--poison and --stay do not go together");
        }
        LearnerSpec spec = learner(poison);
        // Outermost: the process must not end before the folder is gone.
        try (StopSignal stop = new StopSignal()) {
            demonstrate(spec, stop);
            stop.done();
            return 0;
        }
    }

    private void demonstrate(LearnerSpec spec, StopSignal stop) throws Exception {
        Path folder = Files.createTempDirectory("mainstem-demo-");
        try (EmbeddedBroker broker = EmbeddedBroker.start(port)) {
            run(spec, folder, broker, stop);
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    private void run(LearnerSpec spec, Path folder, EmbeddedBroker broker, StopSignal stop) throws Exception {
        PrintWriter out = command.commandLine().getOut();
        Map<String, Object> client = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (Admin admin = Admin.create(client)) {
            new TopicAdmin(admin).apply(TopicManifest.all(), spec.topics());
        }
        introduce(out, broker);
        Path events = folder.resolve("events.jsonl.gz");
        DemoData.copyEvents(events);
        String token = new BigInteger(TOKEN_BITS, new SecureRandom()).toString(Character.MAX_RADIX);
        Watch watch;
        try (LearnerApplication learner = new LearnerApplication(
                new LearnerTopology(spec),
                "mainstem-demo",
                client,
                Files.createDirectory(folder.resolve("state")),
                1,
                1,
                http.settings(token),
                http.advertised())) {
            introduce(out, learner, token);
            watch = new Watch(spec, learner, Terminal.of(out), stay ? StreamProgress.UNKNOWN : EVENTS + poison);
            learner.start();
            replay(client, spec, events, learner, watch, stop, stay ? Long.MAX_VALUE : EVENTS);
            if (poison > 0 && recordsTaken(learner) >= EVENTS) {
                PoisonStory story = new PoisonStory(spec, learner, broker.bootstrapServers(), out);
                long good = story.good(stop);
                Path poisoned = PoisonedLabels.write(events, poison, folder.resolve("poisoned.jsonl.gz"));
                replay(client, spec, poisoned, learner, watch, stop, EVENTS + poison);
                story.poisoned(poison);
                story.goBack(good, stop);
            }
        }
        watch.summary();
    }

    /** Returns when so many records are taken in all, or the process is asked to end. */
    private void replay(
            Map<String, Object> client,
            LearnerSpec spec,
            Path events,
            LearnerApplication learner,
            Watch watch,
            StopSignal stop,
            long until)
            throws Exception {
        FutureTask<@Nullable Void> replay = new FutureTask<>(() -> replay(client, spec, events, learner), null);
        Thread thread = new Thread(replay, "demo-replay");
        thread.start();
        watch.until(stop, () -> failed(replay) || recordsTaken(learner) >= until);
        thread.interrupt();
        thread.join();
        if (failed(replay)) {
            replay.get();
        }
    }

    /** Waits for the learner first: it is to be seen from its first event on. */
    private void replay(Map<String, Object> client, LearnerSpec spec, Path file, LearnerApplication learner) {
        try (EventFile events = EventFile.open(file);
                Replay replay = new Replay(client, spec.topics().events())) {
            learner.awaitRunning(START);
            replay.send(events, rate == 0 ? Pace.unlimited() : Pace.perSecond(rate), () -> {});
        } catch (InterruptedException | InterruptException e) {
            // Asked to end before all was sent: what is missing is nobody's loss.
            Thread.currentThread().interrupt();
        }
    }

    private static boolean failed(FutureTask<?> replay) {
        if (!replay.isDone()) {
            return false;
        }
        try {
            replay.get();
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static long recordsTaken(LearnerApplication learner) {
        return learner.status().stream().mapToLong(LearnerStatus::records).sum();
    }

    /** Keeps as many versions as it takes to go back to the one before the poison. */
    private static LearnerSpec learner(int poison) {
        int keep = poison / EVENTS_PER_VERSION + 10;
        return DemoData.learner("\ncheckpoints: {every: " + EVENTS_PER_VERSION + ", keep: " + keep + "}\n");
    }

    /** The token is of use on the page, where versions can be gone back to. */
    private void introduce(PrintWriter out, LearnerApplication learner, String token) {
        learner.address().ifPresent(address -> {
            out.println("Watch it at http://" + address + "/"
                    + (http.hasToken() ? "" : ", and steer it there with this token: " + token));
            out.println();
            out.flush();
        });
    }

    private static void introduce(PrintWriter out, EmbeddedBroker broker) {
        String at = broker.bootstrapServers();
        out.println("A Kafka broker listens at " + at + ". Look in with any client:");
        out.println("  kcat -b " + at + " -t predictions -C -o end -X isolation.level=read_committed");
        out.println();
        out.flush();
    }
}
