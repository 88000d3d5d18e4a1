package io.mainstem.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Birdstrikes;
import io.mainstem.serve.ServeSettings;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.LearnerTopology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose brokers do not answer: something listens there, and says nothing. */
class WithoutBrokersIT {

    private static final String TOKEN = "0123456789abcdef";
    /** More than there are threads. */
    private static final int MANY = 40;

    private static LearnerApplication application(Path folder, ServerSocket brokers, ServeSettings settings) {
        LearnerApplication application = new LearnerApplication(
                new LearnerTopology(LearnerSpecReader.read(Birdstrikes.yaml())),
                "without-brokers",
                Map.of("bootstrap.servers", "127.0.0.1:" + brokers.getLocalPort()),
                folder,
                1,
                1,
                settings,
                null);
        application.giveUp();
        return application;
    }

    private static Socket send(LearnerApplication application, String request) throws IOException {
        String address = application.address().orElseThrow();
        int colon = address.lastIndexOf(':');
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(address.substring(colon + 1)));
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        return socket;
    }

    private static String get(String path, String host) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    private static String ask(LearnerApplication application, String request) throws IOException {
        try (Socket socket = send(application, request)) {
            return answer(socket);
        }
    }

    @Test
    void whoAsksForCheckpointsHoldsUpNobody(@TempDir Path folder) throws Exception {
        try (ServerSocket brokers = new ServerSocket(0);
                LearnerApplication application = application(folder, brokers, ServeSettings.anyPort())) {
            List<Socket> asking = new ArrayList<>();
            try {
                for (int i = 0; i < MANY; i++) {
                    asking.add(send(application, get("/v1/checkpoints", "localhost")));
                }
                assertThat(ask(application, get("/health/live", "localhost"))).startsWith("HTTP/1.1 200 ");
                for (Socket socket : asking) {
                    assertThat(answer(socket)).startsWith("HTTP/1.1 503 ").contains("\"code\":\"checkpoints\"");
                }
                // One has read for them all, in vain.
                assertThat(Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().equals("http-checkpoints")))
                        .hasSize(1);
            } finally {
                for (Socket socket : asking) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void saysOfACommandThatItWasNotSent(@TempDir Path folder) throws Exception {
        try (ServerSocket brokers = new ServerSocket(0);
                LearnerApplication application =
                        application(folder, brokers, ServeSettings.anyPort().withToken(TOKEN))) {
            String body = "{\"command\":\"pause\"}";
            assertThat(ask(
                            application,
                            "POST /v1/control HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                                    + TOKEN + "\r\nContent-Type: application/json\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("\"code\":\"not-sent\"")
                    .contains("takes no effect");
        }
    }

    /** Wherever it listens: a name that somebody makes lead here is not its own. */
    @Test
    void answersUnderItsOwnNamesOnly(@TempDir Path folder) throws Exception {
        ServeSettings settings = new ServeSettings(
                "0.0.0.0",
                0,
                false,
                List.of("Learner.example"),
                null,
                ServeSettings.anyPort().limits());
        try (ServerSocket brokers = new ServerSocket(0);
                LearnerApplication application = application(folder, brokers, settings)) {
            for (String host : List.of(
                    "localhost", "127.0.0.1:8080", "10.1.2.3", "[::1]:80", "learner.example:80", "localhost:1")) {
                assertThat(ask(application, get("/health/live", host))).as(host).startsWith("HTTP/1.1 200 ");
            }
            for (String host : List.of("evil.example", "127.0.0.1.evil.example", "1.2.3.4.5", "learner.example.evil")) {
                assertThat(ask(application, get("/health/live", host)))
                        .as(host)
                        .startsWith("HTTP/1.1 421 ")
                        .contains("--http-host");
            }
        }
    }
}
