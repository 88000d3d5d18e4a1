package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The program as a process of its own, for tests; it does not outlive the JVM of the tests. */
public final class Program implements AutoCloseable {

    /** How long a process that was asked to end may take. */
    private static final int PATIENCE_SECONDS = 20;

    private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path out;
    private final Path err;

    /**
     * Starts it.
     *
     * @param folder takes its output, and is its folder for temporary files
     */
    public Program(Path folder, String... arguments) throws IOException {
        this(folder, Main.class, arguments);
    }

    /** Starts another program. */
    public Program(Path folder, Class<?> main, String... arguments) throws IOException {
        out = Files.createTempFile(folder, "out", ".txt");
        err = Files.createTempFile(folder, "err", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                // Short lives start faster so, and compute the same.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        // Java says on stderr that it picked these up.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        process = builder.start();
        STARTED.add(process);
        var unused = process.onExit().thenAccept(STARTED::remove);
    }

    public String out() throws IOException {
        return Files.readString(out);
    }

    public String err() throws IOException {
        return Files.readString(err);
    }

    /**
     * What it says on stderr of what goes wrong: without the log of what partitions a learner takes up and lets go, and
     * that it was fenced, which a long outage can bring with it.
     */
    List<String> complaints() throws IOException {
        return err().lines()
                .filter(line ->
                        !line.matches(".* partition [0-9]+: .*") && !line.contains("the thread is being fenced"))
                .toList();
    }

    /** Returns when it has printed the text. */
    public Program awaitOutput(String text) throws Exception {
        Eventually.holds("it prints " + text, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("ended with " + process.exitValue() + "; out: " + out() + "; err: " + err());
            }
            return out().contains(text);
        });
        return this;
    }

    /** As Ctrl-C and a service manager do it; fails if the process does not end. */
    public void terminate() throws Exception {
        process.destroy();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(ended).as("ended after SIGTERM").isTrue();
    }

    /** Without a chance to do anything more. */
    public void kill() throws Exception {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: it stands still, and knows nothing of it, until {@link #resume}. */
    public void pause() throws Exception {
        signal("STOP");
    }

    public void resume() throws Exception {
        signal("CONT");
    }

    private void signal(String signal) throws Exception {
        int sent = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(sent).as("kill -" + signal).isZero();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for it to end by itself. */
    public int awaitExit() throws Exception {
        boolean ended = process.waitFor(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(ended).as("ended by itself; out: " + out()).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
