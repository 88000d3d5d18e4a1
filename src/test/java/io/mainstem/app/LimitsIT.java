package io.mainstem.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstem.Birdstrikes;
import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.serve.Limits;
import io.mainstem.serve.ServeSettings;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.LearnerTopology;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server does when it is asked for more than it takes, and before its learner is there. */
class LimitsIT {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private static final String EVENT = "{\"id\":\"1\",\"features\":{\"month\":7}}";

    @AutoClose
    private static final Cluster cluster = new Cluster();

    private static LearnerApplication application(Path folder, String name, Limits limits) throws Exception {
        LearnerSpec spec = LearnerSpecReader.read(Birdstrikes.yaml() + Cluster.topics(name));
        cluster.createTopics(spec, 1);
        return new LearnerApplication(
                new LearnerTopology(spec),
                name,
                cluster.client(),
                folder,
                1,
                1,
                ServeSettings.anyPort().within(limits),
                null);
    }

    /** That often a second, so many at once, connected and watching. */
    private static Limits limits(int perSecond, int connections, int watchers) {
        return new Limits(10_000, 10, perSecond, 64, connections, watchers, Duration.ofSeconds(5));
    }

    private static HttpResponse<String> get(LearnerApplication application, String path) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(
                                URI.create("http://" + application.address().orElseThrow() + path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> predict(LearnerApplication application) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(
                                URI.create("http://" + application.address().orElseThrow() + "/v1/predict"))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(EVENT))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void isNotReadyBeforeItsLearnerIs(@TempDir Path folder) throws Exception {
        try (LearnerApplication application = application(folder, "ready", Limits.DEFAULT)) {
            assertThat(get(application, "/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> before = get(application, "/health/ready");
            assertThat(before.statusCode()).isEqualTo(503);
            assertThat(before.body()).contains("the stream is being started");
            HttpResponse<String> early = predict(application);
            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(early.body()).contains("\"code\":\"not-ready\"");

            application.start();

            Eventually.holds(
                    "it is ready",
                    () -> get(application, "/health/ready").statusCode() == 200
                            && predict(application).statusCode() == 200);
        }
    }

    @Test
    void asksWhoAsksTooOftenToWait(@TempDir Path folder) throws Exception {
        try (LearnerApplication application = application(folder, "rate", limits(5, 100, 2))) {
            List<HttpResponse<String>> answers = new ArrayList<>();
            // Twice as many as a second brings may come at once; a slow machine may let in a few more.
            for (int i = 0; i < 100; i++) {
                answers.add(get(application, "/v1/model"));
            }
            HttpResponse<String> last = answers.stream()
                    .filter(answer -> answer.statusCode() == 429)
                    .findFirst()
                    .orElseThrow();
            assertThat(last.body()).contains("\"code\":\"too-many-requests\"");
            assertThat(last.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answers.subList(0, 10)).allMatch(answer -> answer.statusCode() != 429);

            assertThat(get(application, "/health/live").statusCode())
                    .as("whoever looks after it may always ask")
                    .isEqualTo(200);
            Eventually.holds(
                    "it answers again", () -> get(application, "/v1/model").statusCode() == 200);
        }
    }

    @Test
    void hasSoManyWatchersAndNoMore(@TempDir Path folder) throws Exception {
        try (LearnerApplication application = application(folder, "watchers", limits(1000, 100, 2))) {
            List<Socket> watching = new ArrayList<>();
            try {
                for (int i = 0; i < 2; i++) {
                    Socket socket = watch(application);
                    watching.add(socket);
                    assertThat(line(socket)).isEqualTo("HTTP/1.1 200 OK");
                }
                HttpResponse<String> third = get(application, "/v1/live");
                assertThat(third.statusCode()).isEqualTo(503);
                assertThat(third.body()).contains("\"code\":\"too-many-watchers\"");
                watching.remove(0).close();
                // Its place is known to be free once something cannot be sent there.
                Eventually.holds("there is a place again", () -> {
                    Socket socket = watch(application);
                    watching.add(socket);
                    return line(socket).equals("HTTP/1.1 200 OK");
                });
            } finally {
                for (Socket socket : watching) {
                    socket.close();
                }
            }
        }
    }

    /** Asking what it would be is not watching: no place is taken that nobody would ever be known to have left. */
    @Test
    void whoAsksForTheHeadersDoesNotWatch(@TempDir Path folder) throws Exception {
        try (LearnerApplication application = application(folder, "heads", limits(1000, 100, 2))) {
            for (int i = 0; i < 40; i++) {
                try (Socket socket = connect(application)) {
                    String answer = ask(socket, "HEAD /v1/live");
                    assertThat(answer).isEqualTo("HTTP/1.1 200 OK");
                }
            }
            try (Socket socket = watch(application)) {
                assertThat(line(socket)).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    /** Who comes when all connections are taken waits, and is let in when one of them ends. */
    @SuppressWarnings("try") // one of them is closed before its time, which is what is tested
    @Test
    void hasSoManyConnectionsAndNoMore(@TempDir Path folder) throws Exception {
        try (LearnerApplication application = application(folder, "connections", limits(1000, 2, 2))) {
            try (Socket one = watch(application);
                    Socket two = watch(application);
                    Socket three = connect(application)) {
                assertThat(line(one)).isEqualTo("HTTP/1.1 200 OK");
                assertThat(line(two)).isEqualTo("HTTP/1.1 200 OK");
                three.setSoTimeout(300);
                assertThatThrownBy(() -> ask(three)).isInstanceOf(SocketTimeoutException.class);

                one.close();

                three.setSoTimeout(20_000);
                assertThat(line(three)).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    /** Who says nothing must not keep others out: one by one they are let go. */
    @Test
    void whoSaysNothingGivesWay(@TempDir Path folder) throws Exception {
        try (LearnerApplication application = application(folder, "silent", limits(1000, 5, 2))) {
            List<Socket> silent = new ArrayList<>();
            try (Socket watching = watch(application)) {
                BufferedReader snapshots =
                        new BufferedReader(new InputStreamReader(watching.getInputStream(), ISO_8859_1));
                assertThat(snapshots.readLine()).isEqualTo("HTTP/1.1 200 OK");
                for (int i = 0; i < 8; i++) {
                    silent.add(connect(application));
                }
                assertThat(get(application, "/health/live").statusCode()).isEqualTo(200);
                // Who watches stays: that many came neither before nor at once.
                for (int seen = 0; seen < 5; ) {
                    String line = snapshots.readLine();
                    assertThat(line).as("after %s snapshots", seen).isNotNull();
                    seen += line.equals("event: snapshot") ? 1 : 0;
                }
            } finally {
                for (Socket socket : silent) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void tellsHowItIsWhenAllPlacesAreTaken(@TempDir Path folder) throws Exception {
        Limits limits = new Limits(10_000, 10, 1000, 4, 100, 2, Duration.ofSeconds(60));
        try (LearnerApplication application = application(folder, "places", limits)) {
            List<Socket> slow = new ArrayList<>();
            try {
                for (int i = 0; i < 4; i++) {
                    Socket socket = connect(application);
                    slow.add(socket);
                    socket.getOutputStream()
                            .write(("POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                            + "Content-Length: 100\r\n\r\n{")
                                    .getBytes(ISO_8859_1));
                }
                Eventually.holds(
                        "no place is left",
                        () -> get(application, "/v1/model").body().contains("\"code\":\"too-many-at-once\""));
                for (String path : List.of("/health/live", "/metrics")) {
                    assertThat(get(application, path).statusCode()).as(path).isEqualTo(200);
                }
            } finally {
                for (Socket socket : slow) {
                    socket.close();
                }
            }
        }
    }

    private static Socket connect(LearnerApplication application) throws IOException {
        String[] address = application.address().orElseThrow().split(":", -1);
        Socket socket = new Socket(address[0], Integer.parseInt(address[1]));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static Socket watch(LearnerApplication application) throws IOException {
        Socket socket = connect(application);
        socket.getOutputStream().write("GET /v1/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
        return socket;
    }

    private static String ask(Socket socket) throws IOException {
        return ask(socket, "GET /health/live");
    }

    private static String ask(Socket socket, String what) throws IOException {
        socket.getOutputStream().write((what + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(ISO_8859_1));
        return line(socket);
    }

    /** The first that it says. */
    private static String line(Socket socket) throws IOException {
        String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)).readLine();
        return line == null ? "" : line;
    }
}
