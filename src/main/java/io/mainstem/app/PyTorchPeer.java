package io.mainstem.app;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** PyTorch in a process of its own, idle unless it is asked to measure; {@code src/bench/step_peer.py} is its other end. */
final class PyTorchPeer implements AutoCloseable {

    private static final String SCRIPT = "/io/mainstem/bench/step_peer.py";
    private static final String REMEDY =
            "; on Debian: apt-get install python3-torch libopenblas0-pthread; or name one that has it with --python";

    private final Process process;
    private final PrintWriter requests;
    private final BufferedReader answers;
    private final String version;

    private PyTorchPeer(Process process, BufferedReader answers, String version) {
        this.process = process;
        this.answers = answers;
        this.version = version;
        requests = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /**
     * Starts the peer.
     *
     * @param python the interpreter; null for the first on the path that has PyTorch
     * @param kernels what OpenBLAS is to take the processor for, as here; empty to let it choose
     * @throws CommandFailedException if there is no PyTorch
     */
    static PyTorchPeer start(@Nullable String python, String kernels) {
        String script = script();
        List<String> candidates = python == null ? onPath() : List.of(python);
        for (String candidate : candidates) {
            PyTorchPeer peer = tryStart(candidate, script, kernels);
            if (peer != null) {
                return peer;
            }
        }
        String where =
                python == null ? "no python3 on the PATH has PyTorch" : python + " does not start, or has no PyTorch";
        throw new CommandFailedException(where + REMEDY);
    }

    private static @Nullable PyTorchPeer tryStart(String python, String script, String kernels) {
        ProcessBuilder builder =
                new ProcessBuilder(python, "-c", script).redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        for (String threads : List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")) {
            environment.put(threads, "1");
        }
        if (!kernels.isEmpty()) {
            environment.put("OPENBLAS_CORETYPE", kernels);
        }
        try {
            Process process = builder.start();
            BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
            String version = answers.readLine();
            if (version != null) {
                return new PyTorchPeer(process, answers, version);
            }
            process.destroy();
        } catch (IOException e) {
            // This one does not start; the next may.
            return null;
        }
        return null;
    }

    /** Its name and version. */
    String version() {
        return version;
    }

    /** µs that a step takes: the median over about that many milliseconds. */
    double step(BenchNetwork network, int batch, int millis) {
        String hidden = network.hidden().stream().map(String::valueOf).collect(Collectors.joining(","));
        requests.println(
                String.join(" ", "" + network.inputs(), hidden, "" + network.heads(), "" + batch, "" + millis));
        try {
            String answer = answers.readLine();
            if (answer != null) {
                return Double.parseDouble(answer);
            }
        } catch (IOException | NumberFormatException e) {
            throw new CommandFailedException("PyTorch does not answer with a time: " + OneLine.of(e), e);
        }
        throw new CommandFailedException("PyTorch ended before it was asked to");
    }

    private static List<String> onPath() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "python3"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .toList();
    }

    private static String script() {
        try (InputStream in = PyTorchPeer.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its " + SCRIPT);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + SCRIPT + ": " + OneLine.of(e), e);
        }
    }

    @Override
    public void close() {
        requests.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
