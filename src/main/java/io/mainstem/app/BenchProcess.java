package io.mainstem.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * This program once more, in a process of its own: a broker, or what a command line says. So what is measured does not
 * share its memory with what measures it. It ends when it is told to, and with the process that started it.
 */
final class BenchProcess implements AutoCloseable {

    private static final String BROKER = "broker";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int END_SECONDS = 30;
    private static final int LOOK_MILLIS = 200;

    private final Process process;
    private final Path errors;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private BenchProcess(Path errors, String... arguments) {
        this.errors = errors;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BenchProcess.class.getName()));
        command.addAll(Arrays.asList(arguments));
        try {
            process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        } catch (IOException e) {
            throw new CommandFailedException("cannot start a process: " + OneLine.of(e), e);
        }
        Thread reader = new Thread(this::read, "bench-process-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** A broker; its first line says where it is. */
    static BenchProcess broker(Path folder) {
        return new BenchProcess(folder.resolve("broker.log"), BROKER);
    }

    /**
     * A command of the program.
     *
     * @param errors file that it writes its log to
     */
    static BenchProcess command(Path errors, List<String> arguments) {
        return new BenchProcess(errors, arguments.toArray(String[]::new));
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // It ended.
        }
    }

    /**
     * Waits for the line that begins so; returns what follows.
     *
     * @throws CommandFailedException if it ends before, or does not say so within a minute
     */
    String await(String beginning) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            boolean ended = !process.isAlive();
            String line = lines.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (line != null && line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
            if (line == null && ended) {
                break;
            }
        }
        throw new CommandFailedException("a process does not start: " + lastWords());
    }

    private String lastWords() {
        try {
            List<String> log = Files.readAllLines(errors);
            return log.isEmpty() ? "it says nothing" : log.get(log.size() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets it end in good order; kills it if it does not within half a minute. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // It ended by itself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    /** The other end. */
    public static void main(String[] args) {
        Thread guard = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is said to it but the end.
                        }
                    } catch (IOException e) {
                        // Nobody is there any more.
                    }
                    System.exit(0);
                },
                "bench-process-guard");
        guard.setDaemon(true);
        guard.start();
        if (!args[0].equals(BROKER)) {
            Main.main(args);
            return;
        }
        Logging.configure(List.of(BenchCommand.NAME));
        EmbeddedBroker broker = EmbeddedBroker.start();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println(broker.bootstrapServers());
    }
}
