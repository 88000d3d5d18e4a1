package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own: its streams and exit code as a shell sees them, its log included. */
class MainIT {

    @TempDir
    Path folder = Path.of("");

    @Test
    void aFailureIsOneLineOnStderrWithNoLogAroundIt() throws Exception {
        assertThat(run("replay", "--events", "no/such")).isEqualTo(2);
        assertThat(err()).isEqualTo("mainstem: no such file: no/such" + System.lineSeparator());
        assertThat(out()).isEmpty();
    }

    @Test
    void workAgainstABrokerPrintsItsResultAndNothingElse() throws Exception {
        Path events = Files.writeString(folder.resolve("events.jsonl"), "{\"id\":\"1\"}\n");
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            String at = broker.bootstrapServers();
            assertThat(run("topics", "apply", "--bootstrap", at)).as(err()).isZero();
            assertThat(out()).hasLineCount(7);
            assertThat(err()).isEmpty();
            assertThat(run("replay", "--bootstrap", at, "--events", events.toString()))
                    .as(err())
                    .isZero();
            assertThat(out()).hasLineCount(1).startsWith("1 event from ");
            assertThat(err()).isEmpty();
        }
    }

    @Test
    void verboseShowsTheLog() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            assertThat(run("topics", "diff", "--verbose", "--bootstrap", broker.bootstrapServers()))
                    .isEqualTo(1);
            assertThat(out()).startsWith("events: missing");
            assertThat(err()).contains(" INFO ").contains("AdminClientConfig");
        }
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.mainstem.app.Main"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"), UTF_8);
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"), UTF_8);
    }
}
