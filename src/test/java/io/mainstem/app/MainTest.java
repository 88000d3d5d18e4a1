package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @Test
    void helpIsNoFailure() {
        CommandLineRun run = CommandLineRun.of("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: mainstem").contains("topics").contains("replay");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics --help", "topics apply --help", "topics diff --help", "replay --help"})
    void everyCommandHasHelp(String arguments) {
        CommandLineRun run = CommandLineRun.of(arguments.split(" ", -1));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: mainstem ").contains("--verbose");
    }

    @Test
    void tellsItsVersion() {
        CommandLineRun run = CommandLineRun.of("--version");
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines()).singleElement().asString().startsWith("mainstem ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                              | Missing required subcommand; see mainstem --help",
                "topics                        | Missing required subcommand; see mainstem topics --help",
                "topic                         | Unmatched argument at index 0: 'topic' (did you mean topics?); see mainstem --help",
                "topics aply                   | Unmatched argument at index 1: 'aply' (did you mean apply?); see mainstem topics --help",
                "replay                        | Missing required option: '--events=FILE'; see mainstem replay --help",
                "replay --events a --rate fast | Invalid value for option '--rate': 'fast' is not a double; see mainstem replay --help",
                "replay --events a --rate 0    | --rate must be more than 0 events a second, not 0.0",
                "replay --events a --rate NaN  | --rate must be more than 0 events a second, not NaN",
                "replay --events no/such.gz    | no such file: no/such.gz",
                "replay --events a --config no.yaml | no such file: no.yaml (--config)",
                "replay --events src           | src is a folder: give a file of events, one JSON object a line",
                "topics diff --partitions 0    | --partitions must be 1 to 2147483647, not 0",
                "topics apply --replication 40000 | --replication must be 1 to 32767, not 40000",
                "topics diff --config no.yaml  | no such file: no.yaml (--config)",
                "topics diff --properties no.p | no such file: no.p (--properties)",
                "topics diff --bootstrap here  | --bootstrap takes HOST:PORT, separated by commas, not 'here'",
                "topics diff --bootstrap h:99999 | --bootstrap takes HOST:PORT, separated by commas, not 'h:99999'",
                "topics diff --bootstrap a:1,  | --bootstrap takes HOST:PORT, separated by commas, not ''",
            })
    void wrongUsageIsOneLineAndExitCodeTwo(String arguments, String message) {
        CommandLineRun run = CommandLineRun.of(
                arguments == null ? new String[0] : arguments.strip().split(" +", -1));
        assertThat(run.err()).isEqualTo("mainstem: " + message + System.lineSeparator());
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void aWrongLearnerFileHasItsProblemsOneALine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("learner.yaml");
        Files.writeString(file, "name: n\nfeatures: {a: {type: numbr}}\ntasks: {t: {type: binry}}\n");
        CommandLineRun run = CommandLineRun.of("topics", "diff", "--config", file.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(3)
                .first()
                .asString()
                .isEqualTo("mainstem: invalid learner file, 2 problems:");
        assertThat(run.err()).contains("features.a.type").contains("tasks.t.type");
    }

    @Test
    void aLearnerFileThatIsNotTextIsWrongUsage(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("learner.yaml");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        CommandLineRun run = CommandLineRun.of("topics", "diff", "--config", file.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("is not text in UTF-8").hasLineCount(1);
    }

    @Test
    void anUnreachableBrokerIsNamed() throws IOException {
        int port = portOfNobody();
        CommandLineRun run = CommandLineRun.of("topics", "diff", "--bootstrap", "127.0.0.1:" + port);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .hasLineCount(1)
                .startsWith("mainstem: cannot reach a Kafka broker at 127.0.0.1:" + port)
                .contains("--bootstrap");
    }

    @Test
    void anUnknownHostIsNamed() {
        CommandLineRun run = CommandLineRun.of("topics", "diff", "--bootstrap", "nobody.invalid:9092");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .hasLineCount(1)
                .startsWith(
                        "mainstem: cannot reach a Kafka broker at nobody.invalid:9092 (unknown host nobody.invalid)");
    }

    @Test
    void propertiesNameTheBrokersUnlessTheOptionDoes(@TempDir Path folder) throws IOException {
        int port = portOfNobody();
        Path file = folder.resolve("client.properties");
        Files.writeString(file, "bootstrap.servers = 127.0.0.1:" + port + "\n");
        CommandLineRun run = CommandLineRun.of("topics", "diff", "--properties", file.toString());
        assertThat(run.err()).contains("at 127.0.0.1:" + port + " ");

        CommandLineRun other =
                CommandLineRun.of("topics", "diff", "--properties", file.toString(), "--bootstrap", "other.invalid:1");
        assertThat(other.err()).contains("at other.invalid:1 ");
    }

    @Test
    void somethingElseThanABrokerIsToldWithinABoundedTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort();
            CommandLineRun run = CommandLineRun.of("topics", "diff", "--bootstrap", address);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).hasLineCount(1).contains(address).contains("does not answer as a Kafka broker");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--verbose replay --events no/such", "replay --verbose --events no/such"})
    void verboseAddsTheStackTrace(String arguments) {
        CommandLineRun run = CommandLineRun.of(arguments.split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("mainstem: no such file: no/such")
                .contains("UsageException")
                .contains("\tat io.mainstem.app.");
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
