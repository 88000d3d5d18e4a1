package io.mainstem.app;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.stream.LearnerTopology;
import io.mainstem.stream.topics.TopicManifest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The learner against a cluster, until it is asked to end. */
@Command(
        name = "run",
        description = {
            "Run the learner against a Kafka cluster until Ctrl-C or SIGTERM.",
            "Started again with the same application id, it goes on where it was."
        })
final class RunCommand implements Callable<Integer> {

    private static final int MAX_THREADS = 1024;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The learner file.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path config;

    @Option(
            names = "--application-id",
            paramLabel = "ID",
            description = "Names the consumer group and the changelog; mainstem- and the learner's name if not given.")
    private @Nullable String applicationId;

    @Option(
            names = "--state-dir",
            paramLabel = "FOLDER",
            description =
                    "Where Kafka Streams keeps its process id and locks, and the events that wait for labels; a folder of"
                            + " the system's temporary one if not given. The model is not there: it is in the changelog.")
    private @Nullable Path stateDirectory;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Stream threads; more than there are partitions of events are idle.")
    private int threads;

    @Mixin
    private HttpOptions http = new HttpOptions();

    @Mixin
    private WarmStartOption warmStart = new WarmStartOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new UsageException("--threads must be 1 to " + MAX_THREADS + ", not " + threads);
        }
        LearnerSpec spec = LearnerFile.read(config);
        String id = applicationId == null ? "mainstem-" + spec.name() : applicationId;
        Path state =
                stateDirectory == null ? Path.of(System.getProperty("java.io.tmpdir"), "mainstem") : stateDirectory;
        LearnerTopology learner = topology(spec);
        StateFolder.require(state);
        int partitions = check(spec, id);
        try (StopSignal stop = new StopSignal()) {
            run(spec, learner, id, state, partitions, stop).summary();
            stop.done();
            return 0;
        } catch (CommandFailedException e) {
            if (KafkaFailure.mayBeDenied(e)) {
                // A right that was taken away: the check names all that are lacking, Streams' failure not always one.
                check(spec, id);
            }
            throw e;
        }
    }

    /** Returns how many partitions the events have. */
    private int check(LearnerSpec spec, String id) {
        try (Admin admin = client.connect()) {
            LearnerTopology learner = new LearnerTopology(spec);
            return new StartCheck(
                            admin, spec.topics(), id, learner.changelog(id), learner.waitingChangelog(id), copies())
                    .require(" at " + client.bootstrapServers()
                            + ": create what is missing with 'mainstem topics apply --config " + config
                            + " --bootstrap " + client.bootstrapServers() + "'");
        }
    }

    private LearnerTopology topology(LearnerSpec spec) {
        LearnerTopology learner = new LearnerTopology(spec);
        return warmStart.use(learner::startingFrom).orElse(learner);
    }

    private Watch run(LearnerSpec spec, LearnerTopology learner, String id, Path state, int partitions, StopSignal stop)
            throws InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        try (LearnerApplication application = new LearnerApplication(
                learner, id, client.properties(), state, threads, partitions, http.settings(null), http.advertised())) {
            Watch watch = new Watch(spec, application, Terminal.of(out), StreamProgress.UNKNOWN);
            application.start();
            out.printf("Learner %s runs as %s at %s; Ctrl-C ends it.%n", spec.name(), id, client.bootstrapServers());
            application.address().ifPresent(address -> out.printf("Watch it at http://%s/%n", address));
            out.flush();
            watch.until(stop, () -> {
                application.hopeless().ifPresent(why -> {
                    application.giveUp();
                    throw new CommandFailedException(why);
                });
                return false;
            });
            return watch;
        }
    }

    /** As Streams will have the changelog made. */
    private short copies() {
        Object given = client.properties().get(StreamsConfig.REPLICATION_FACTOR_CONFIG);
        try {
            return given == null ? TopicManifest.BROKER_DEFAULT : Short.parseShort(given.toString());
        } catch (NumberFormatException e) {
            throw new UsageException(
                    StreamsConfig.REPLICATION_FACTOR_CONFIG + " must be a number, not " + given + " (--properties)", e);
        }
    }
}
