package io.mainstem.containers;

import static java.util.Objects.requireNonNull;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.mainstem.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;

/** A container with one process in it, and what happens to machines and processes. */
final class Machine extends GenericContainer<Machine> {

    private static final int STOP_SECONDS = 30;
    private static final Path LOGS = Path.of("target", "container-logs");
    private static final int LAST_LINES = 20;
    private static final long MEGABYTE = 1024 * 1024;

    private final String name;
    private final Network net;

    /**
     * Not started yet.
     *
     * @param name by which others in the network find it
     * @param megabytes of memory; with more it is killed
     */
    Machine(String image, String name, Network net, long megabytes) {
        super(DockerImageName.parse(image));
        this.name = name;
        this.net = net;
        withNetwork(net);
        withNetworkAliases(name);
        withLabels(Leftovers.labels());
        withHostConfig(host -> host.withMemory(megabytes * MEGABYTE)
                .withMemorySwap(megabytes * MEGABYTE)
                // What an image says that it listens on is not for the world.
                .withPublishAllPorts(false));
    }

    /**
     * What it does, whenever it starts.
     *
     * @param files to write first, by their paths
     * @param command of a shell
     */
    Machine running(Map<String, String> files, String command) {
        StringBuilder script = new StringBuilder("set -e\n");
        files.forEach((path, text) -> {
            // By the environment: Testcontainers' own way needs a newer library of archives than ND4J brings.
            String variable = "FILE" + getEnvMap().size();
            withEnv(variable, text);
            script.append("printf %s \"$")
                    .append(variable)
                    .append("\" > ")
                    .append(path)
                    .append('\n');
        });
        withCreateContainerCmdModifier(create -> create.withEntrypoint("sh", "-c"));
        // An array of one: a single string would be cut at its spaces.
        return withCommand(new String[] {script.append(command).toString()});
    }

    Machine mounting(List<Bind> binds) {
        return withHostConfig(host -> {
            List<Bind> all = new ArrayList<>(Arrays.asList(host.getBinds()));
            all.addAll(binds);
            host.withBinds(all);
        });
    }

    /** A port for this machine's own processes, and for nobody beyond; the same one whenever it is started again. */
    Machine publishing(int inside, int onLoopback) {
        ExposedPort exposed = ExposedPort.tcp(inside);
        withCreateContainerCmdModifier(create -> create.withExposedPorts(exposed));
        return withHostConfig(host ->
                host.withPortBindings(new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", onLoopback), exposed)));
    }

    Machine withHostConfig(java.util.function.Consumer<HostConfig> change) {
        return withCreateContainerCmdModifier(create -> change.accept(requireNonNull(create.getHostConfig())));
    }

    String name() {
        return name;
    }

    /** The end of what it said. */
    String lastWords() {
        List<String> lines = getLogs().lines().toList();
        return "\n--- " + name + " ---\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** SIGKILL: without a chance to do anything more. */
    void kill() throws Exception {
        dockerClient.killContainerCmd(getContainerId()).exec();
        awaitEnd();
    }

    /** SIGTERM; returns the exit code. */
    int terminate() throws Exception {
        dockerClient
                .stopContainerCmd(getContainerId())
                .withTimeout(STOP_SECONDS)
                .exec();
        awaitEnd();
        return exitCode();
    }

    /** Of its process, which has ended. */
    int exitCode() {
        return requireNonNull(state().getExitCodeLong()).intValue();
    }

    /** What its image's health check found last: {@code starting}, {@code healthy} or {@code unhealthy}. */
    String health() {
        return String.valueOf(requireNonNull(state().getHealth()).getStatus());
    }

    /** Whom its process runs as. */
    String user() {
        return String.valueOf(requireNonNull(dockerClient
                        .inspectContainerCmd(getContainerId())
                        .exec()
                        .getConfig())
                .getUser());
    }

    private void awaitEnd() throws Exception {
        Eventually.holds(name + " ends", () -> !isUp());
    }

    boolean isUp() {
        return Boolean.TRUE.equals(state().getRunning());
    }

    private ContainerState state() {
        return dockerClient.inspectContainerCmd(getContainerId()).exec().getState();
    }

    /** The same container, with what is on its disk, after its process ended. */
    void startAgain() {
        dockerClient.startContainerCmd(getContainerId()).exec();
    }

    /** Its process stands still, and does not know it afterwards. */
    void freeze() {
        dockerClient.pauseContainerCmd(getContainerId()).exec();
    }

    void thaw() {
        dockerClient.unpauseContainerCmd(getContainerId()).exec();
    }

    void cutOff() {
        dockerClient
                .disconnectFromNetworkCmd()
                .withContainerId(getContainerId())
                .withNetworkId(net.getId())
                .exec();
    }

    void reconnect() {
        dockerClient
                .connectToNetworkCmd()
                .withContainerId(getContainerId())
                .withNetworkId(net.getId())
                .withContainerNetwork(new ContainerNetwork().withAliases(name))
                .exec();
    }

    /** All that it said stays in a file, for whoever wonders about a failure. */
    @Override
    public void stop() {
        if (getContainerId() != null) {
            try {
                Files.createDirectories(LOGS);
                Files.writeString(LOGS.resolve(name + "-" + getContainerId().substring(0, 12) + ".log"), getLogs());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                super.stop();
            }
        }
    }
}
