package io.mainstem.app;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LearnerTopology;
import io.mainstem.stream.topics.TopicAdmin;
import io.mainstem.stream.topics.TopicManifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

    private static final String FOLDER = "birdstrikes/";
    private static final long EVENTS = 10_000;

    private static final Duration START = Duration.ofSeconds(30);
    private static final int MAX_PORT = 65_535;

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
        LearnerSpec spec = learner();
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
        try (InputStream in = resource("events.jsonl.gz")) {
            Files.copy(in, events, StandardCopyOption.REPLACE_EXISTING);
        }
        Watch watch;
        FutureTask<@Nullable Void> replay;
        try (LearnerApplication learner = new LearnerApplication(
                new LearnerTopology(spec),
                "mainstem-demo",
                client,
                Files.createDirectory(folder.resolve("state")),
                1,
                1)) {
            watch = new Watch(spec, learner, Terminal.of(out), stay ? StreamProgress.UNKNOWN : EVENTS);
            learner.start();
            replay = new FutureTask<>(() -> replay(client, spec, events, learner), null);
            Thread thread = new Thread(replay, "demo-replay");
            thread.start();
            watch.until(stop, () -> failed(replay) || (!stay && recordsTaken(learner) >= EVENTS));
            thread.interrupt();
            thread.join();
        }
        watch.summary();
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

    private static LearnerSpec learner() throws IOException {
        try (InputStream in = resource("learner.yaml")) {
            return LearnerSpecReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(
                DemoCommand.class.getResourceAsStream(FOLDER + name), () -> FOLDER + name + " is part of the program");
    }

    private static void introduce(PrintWriter out, EmbeddedBroker broker) {
        String at = broker.bootstrapServers();
        out.println("A Kafka broker listens at " + at + ". Look in with any client:");
        out.println("  kcat -b " + at + " -t predictions -C -o end -X isolation.level=read_committed");
        out.println();
        out.flush();
    }
}
