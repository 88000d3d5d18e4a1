package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstem.network.StepProducts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {

    private static final String[] ONCE = {"bench", "step", "--rounds", "1", "--millis", "1"};

    private static final List<String> MEASURED = List.of(
            "64-128-128-3 1",
            "64-128-128-3 16",
            "64-128-128-3 64",
            "64-128-128-3 256",
            "512-512-256-8 1",
            "512-512-256-8 16",
            "512-512-256-8 64",
            "512-512-256-8 256");

    private static CommandLineRun once(String... options) {
        List<String> arguments = new ArrayList<>(List.of(ONCE));
        arguments.addAll(List.of(options));
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }

    private static JsonNode results(CommandLineRun run) throws IOException {
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines()).hasSize(1);
        JsonNode results = new ObjectMapper().readTree(run.out()).path("results");
        assertThat(results)
                .extracting(each ->
                        each.path("network").asText() + " " + each.path("batch").asInt())
                .containsExactlyElementsOf(MEASURED);
        return results;
    }

    @Test
    void jsonHasAStepAndItsProductsForEachNetworkAndBatchSize() throws IOException {
        for (JsonNode each : results(once("--json"))) {
            assertThat(each.path("stepMicros").isNumber()).isTrue();
            assertThat(each.path("stepMicros").asDouble()).isPositive().isFinite();
            assertThat(each.path("matmulMicros").asDouble()).isPositive().isFinite();
            assertThat(each.has("peerMicros")).isFalse();
        }
    }

    @Test
    void peerAnswersEachQuestionWithATime(@TempDir Path folder) throws IOException {
        Path questions = folder.resolve("questions");
        Path python = program(
                folder,
                "echo 'PyTorch 0'\nwhile read -r line; do echo \"$line\" >> " + questions + "; echo 12.5; done");
        for (JsonNode each : results(once("--json", "--peer", "--python", python.toString()))) {
            assertThat(each.path("peerMicros").asDouble()).isEqualTo(12.5);
        }
        // Once to warm up, once for the one round.
        assertThat(Files.readAllLines(questions))
                .hasSize(16)
                .startsWith("64 128,128 3 1 1", "64 128,128 3 16 1")
                .endsWith("512 512,256 8 256 1");
    }

    @Test
    void tableHasTheRatios(@TempDir Path folder) throws IOException {
        Path python = program(folder, "echo 'PyTorch 0'\nwhile read -r line; do echo 1e9; done");
        CommandLineRun run = once("--peer", "--python", python.toString());
        assertThat(run.outLines()).hasSize(10);
        assertThat(run.outLines().get(0)).contains("step/products", "PyTorch 0 µs", "times its speed");
        assertThat(run.outLines().get(2)).startsWith("64-128-128-3 ").contains("1000000000.0");
    }

    @Test
    void withoutPyTorchOneLineSaysWhatToInstall(@TempDir Path folder) throws IOException {
        for (String python : List.of(
                folder.resolve("none").toString(), program(folder, "exit 1").toString())) {
            CommandLineRun run = once("--peer", "--python", python);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .hasLineCount(1)
                    .contains(python, "apt-get install python3-torch libopenblas0-pthread", "--python");
        }
    }

    @Test
    void aPeerThatEndsIsTold(@TempDir Path folder) throws IOException {
        Path python = program(folder, "echo 'PyTorch 0'\nread -r line\nexit 3");
        CommandLineRun run = once("--peer", "--python", python.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("mainstem: PyTorch ended before it was asked to" + System.lineSeparator());
    }

    @Test
    void realPeerMeasures() {
        try (PyTorchPeer peer = PyTorchPeer.start(null, StepProducts.kernels())) {
            assertThat(peer.version()).startsWith("PyTorch ");
            assertThat(peer.step(new BenchNetwork(5, List.of(4, 3), 2), 6, 1)).isPositive();
        } catch (CommandFailedException e) {
            if (!String.valueOf(e.getMessage()).startsWith("no python3 on the PATH has PyTorch")) {
                throw e;
            }
            abort("no PyTorch here");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bench                  | Missing required subcommand; see mainstem bench --help",
                "bench step --rounds 0  | --rounds and --millis must be at least 1, not 0 and 20",
                "bench step --millis -1 | --rounds and --millis must be at least 1, not 21 and -1",
                "bench step --python x  | --python is of use only with --peer",
            })
    void wrongUsageIsOneLine(String arguments, String message) {
        CommandLineRun run = CommandLineRun.of(arguments.split(" ", -1));
        assertThat(run.err()).isEqualTo("mainstem: " + message + System.lineSeparator());
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private static Path program(Path folder, String script) throws IOException {
        Path program = folder.resolve("program");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
