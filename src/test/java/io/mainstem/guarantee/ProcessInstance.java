package io.mainstem.guarantee;

import static java.util.Objects.requireNonNull;

import io.mainstem.app.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An instance that is a process of its own: {@code mainstem run}, as it is deployed. */
final class ProcessInstance implements Instance {

    /**
     * How an instance is to be started.
     *
     * @param main takes the arguments of {@code mainstem run}
     */
    record Command(Class<?> main, String bootstrap, String applicationId, String learnerFile) {}

    private final String name;
    private final Path folder;
    private final Command command;
    private final String[] arguments;
    private final List<Program> lives = new ArrayList<>();

    /**
     * Not started yet.
     *
     * @param folder of its own
     * @param properties for its Kafka clients, beside its name
     */
    ProcessInstance(String name, Path folder, Command command, Map<String, String> properties) throws IOException {
        this.name = name;
        this.folder = Files.createDirectories(folder);
        this.command = command;
        StringBuilder lines = new StringBuilder("client.id=" + name + "\n");
        properties.forEach(
                (key, value) -> lines.append(key).append('=').append(value).append('\n'));
        arguments = new String[] {
            "run",
            "--config",
            Files.writeString(folder.resolve("learner.yaml"), command.learnerFile())
                    .toString(),
            "--properties",
            Files.writeString(folder.resolve("client.properties"), lines).toString(),
            "--bootstrap",
            command.bootstrap(),
            "--application-id",
            command.applicationId(),
            "--state-dir",
            folder.resolve("state").toString()
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() throws IOException {
        lives.add(new Program(folder, command.main(), Arrays.copyOf(arguments, arguments.length)));
    }

    @Override
    public boolean isAlive() {
        Program program = last();
        return program != null && program.isAlive();
    }

    @Override
    public void kill() throws Exception {
        requireNonNull(last()).kill();
    }

    @Override
    public void pause() throws Exception {
        requireNonNull(last()).pause();
    }

    @Override
    public void resume() throws Exception {
        requireNonNull(last()).resume();
    }

    @Override
    public String end() throws Exception {
        Program program = requireNonNull(last());
        program.terminate();
        return program.out();
    }

    /** Waits for it to end by itself; returns its exit code. */
    int awaitExit() throws Exception {
        return requireNonNull(last()).awaitExit();
    }

    @Override
    public String log() {
        StringBuilder log = new StringBuilder();
        for (int life = 0; life < lives.size(); life++) {
            try {
                log.append("--- %s, life %d%n%s"
                        .formatted(name, life + 1, lives.get(life).err()));
            } catch (IOException e) {
                log.append(e);
            }
        }
        return log.toString();
    }

    @Override
    public void close() {
        lives.forEach(Program::close);
    }

    private @Nullable Program last() {
        return lives.isEmpty() ? null : lives.get(lives.size() - 1);
    }
}
