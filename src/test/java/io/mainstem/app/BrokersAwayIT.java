package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstem.Birdstrikes;
import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.serve.ServeSettings;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LearnerTopology;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a learner says over HTTP and on its page while its broker keeps its connections and is silent. */
@Timeout(300)
class BrokersAwayIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int EVENTS = 203;
    private static final String REACHABLE = "mainstem_brokers_reachable{application=\"away\"} ";
    private static final String ASKED = "{\"id\":\"asked\",\"features\":{\"airport\":\"DENVER INTL AIRPORT\"}}";

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static BrokerProcess broker;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static LearnerApplication application;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        broker = new BrokerProcess(folder, BrokerProcess.freePort(), Map.of()).start();
        LearnerSpec spec = LearnerSpecReader.read(Birdstrikes.yaml() + Cluster.topics("away"));
        try (Cluster cluster = Cluster.at(broker.bootstrapServers())) {
            cluster.createTopics(spec, 1);
            application = new LearnerApplication(
                    new LearnerTopology(spec),
                    "away",
                    broker.client(),
                    Files.createDirectory(folder.resolve("state")),
                    1,
                    1,
                    ServeSettings.anyPort(),
                    null);
            application.start();
            cluster.send(spec.topics().events(), Birdstrikes.events(EVENTS));
        }
        Eventually.holds(
                "its events are taken",
                () -> application.status().stream()
                                .mapToLong(LearnerStatus::events)
                                .sum()
                        == EVENTS);
    }

    @AfterAll
    static void stop() throws Exception {
        application.giveUp();
        application.close();
        broker.close();
    }

    @Test
    void itIsNotReadyAndSaysWhy() throws Exception {
        Eventually.holds("it is ready", () -> get("/health/ready").statusCode() == 200);
        assertThat(get("/metrics").body()).contains(REACHABLE + "1.0\n");
        assertThat(snapshot().path("brokersAway").isMissingNode()).isTrue();
        broker.pause();
        try {
            Eventually.holds("it is not ready", () -> get("/health/ready").statusCode() == 503);
            assertThat(get("/health/ready").body())
                    .contains("the brokers at " + broker.bootstrapServers() + " do not answer");
            assertThat(get("/metrics").body()).contains(REACHABLE + "0.0\n");
            JsonNode stream = snapshot();
            assertThat(stream.path("ready").asBoolean()).isFalse();
            assertThat(stream.path("brokersAway").path("reason").asText()).contains("do not answer");
            assertThat(stream.path("brokersAway").path("since").asLong()).isPositive();
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> predicted = CLIENT.send(
                    request("/v1/predict")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(ASKED))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(predicted.statusCode()).as(predicted.body()).isEqualTo(200);
        } finally {
            broker.resume();
        }
        Eventually.holds("it is ready again", () -> get("/health/ready").statusCode() == 200);
        assertThat(get("/metrics").body()).contains(REACHABLE + "1.0\n");
    }

    @Test
    void thePageSaysSo() throws Exception {
        try (Browser browser = Browser.start()) {
            broker.pause();
            try {
                browser.open("http://" + application.address().orElseThrow() + "/");
                says(browser, "#state", "Brokers away");
                says(browser, "#notice", "do not answer");
                says(browser, "#tile-lag", "as far as is known");
                browser.picture(Path.of("target", "screenshots", "brokers-away.png"));
            } finally {
                broker.resume();
            }
            says(browser, "#state", "Stands still");
        }
    }

    private static void says(Browser browser, String selector, String part) throws Exception {
        Eventually.holds(
                selector + " says: " + part, () -> browser.text(selector).contains(part));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://" + application.address().orElseThrow() + path));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What the next snapshot says of the stream. */
    private static JsonNode snapshot() throws Exception {
        HttpResponse<InputStream> live =
                CLIENT.send(request("/v1/live").build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(live.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    return JSON.readTree(line.substring(6)).path("stream");
                }
            }
        }
        throw new IOException("no snapshot came");
    }
}
