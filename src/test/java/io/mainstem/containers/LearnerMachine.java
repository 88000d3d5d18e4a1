package io.mainstem.containers;

import com.github.dockerjava.api.model.Bind;
import io.mainstem.Eventually;
import io.mainstem.app.Main;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** An instance of the program that is deployed, {@code mainstem run}, in a container. */
final class LearnerMachine implements AutoCloseable {

    private static final int MEGABYTES = 768;
    private static final String LIBRARIES = "/native-libraries";
    private static final String UP = "Ctrl-C ends it";
    private static final Pattern WEIGHTS = Pattern.compile("Partition (\\d+): weights after ([\\d,]+) steps, .*");

    private final BrokerCluster cluster;
    private final String name;
    private final String applicationId;
    private final String yaml;
    private final String properties;
    private Machine machine;
    private int starts;

    /**
     * Not started yet.
     *
     * @param properties as a file of them, for {@code --properties}
     */
    LearnerMachine(BrokerCluster cluster, String name, String applicationId, String yaml, String properties) {
        this.cluster = cluster;
        this.name = name;
        this.applicationId = applicationId;
        this.yaml = yaml;
        this.properties = properties;
        machine = make();
    }

    private Machine make() {
        List<Bind> binds = new ArrayList<>(cluster.classPath().binds());
        binds.add(cluster.libraries().boundTo(LIBRARIES));
        return new Machine(cluster.images().learner(), name, cluster.network(), MEGABYTES)
                .mounting(binds)
                .running(
                        Map.of("/learner.yaml", yaml, "/client.properties", properties),
                        String.join(
                                " ",
                                "exec java -Xmx256m",
                                // Short lives start faster so, and compute the same.
                                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                                "-Dorg.bytedeco.javacpp.cachedir=" + LIBRARIES,
                                "-cp '" + cluster.classPath().inside() + "'",
                                Main.class.getName(),
                                "run --verbose",
                                "--config /learner.yaml",
                                "--properties /client.properties",
                                "--bootstrap " + cluster.bootstrapServersInside(),
                                "--application-id " + applicationId,
                                "--state-dir /state"));
    }

    /** Returns while it starts; see {@link #awaitStart}. */
    void start() {
        machine.start();
        starts++;
    }

    /** What died is started again, with what is on its disk. */
    void startAgain() throws Exception {
        machine.startAgain();
        starts++;
        awaitStart();
    }

    /** Another container of the same name takes its place: what the old one had on disk is gone. */
    void startWithoutItsDisk() throws Exception {
        machine.close();
        machine = make();
        starts = 0;
        start();
        awaitStart();
    }

    void awaitStart() throws Exception {
        Eventually.holds(
                name + " starts",
                () -> {
                    if (!machine.isUp()) {
                        throw new AssertionError(name + " ended: " + machine.lastWords());
                    }
                    return machine.getLogs().split(UP, -1).length - 1 >= starts;
                },
                machine::lastWords);
    }

    /** For what can happen to it. */
    Machine machine() {
        return machine;
    }

    String name() {
        return name;
    }

    /** All that it said, on both streams. */
    String said() {
        return machine.getLogs();
    }

    /** The lines with checksums of weights, that it ends with. */
    List<String> weights(int partition) {
        return WEIGHTS.matcher(said())
                .results()
                .filter(line -> line.group(1).equals(String.valueOf(partition)))
                .map(MatchResult::group)
                .toList();
    }

    @Override
    public void close() {
        machine.close();
    }
}
