package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A learner that runs, over HTTP. */
class HttpIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TOKEN = "0123456789abcdef";
    private static final int EVENTS = 1203;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Cluster cluster;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static LearnerSpec spec;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static LearnerApplication application;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static OpenApiAnswers documents;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        cluster = new Cluster();
        spec = LearnerSpecReader.read(
                Birdstrikes.yaml() + "checkpoints: {every: 400}\nmetrics: {every: 100}\n" + Cluster.topics("http"));
        cluster.createTopics(spec, 1);
        application = application(folder, 1);
        application.start();
        documents =
                new OpenApiAnswers(CLIENT.send(request("/openapi.json").build(), HttpResponse.BodyHandlers.ofString())
                        .body());
        cluster.send(spec.topics().events(), Birdstrikes.events(EVENTS));
        awaitRecords(EVENTS);
    }

    @AfterAll
    static void stop() {
        application.close();
        cluster.close();
    }

    private static LearnerApplication application(Path folder, int partitions) {
        return new LearnerApplication(
                new LearnerTopology(spec),
                "http-test",
                cluster.client(),
                folder,
                1,
                partitions,
                ServeSettings.anyPort().withToken(TOKEN),
                null);
    }

    private static void awaitRecords(long records) throws Exception {
        Eventually.holds(
                records + " records are taken",
                () -> application.status().stream()
                                .mapToLong(LearnerStatus::records)
                                .sum()
                        == records);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://" + application.address().orElseThrow() + path));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return documented(CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString()));
    }

    private static HttpResponse<String> post(String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return documented(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    /** Each answer is as the served document says. */
    private static HttpResponse<String> documented(HttpResponse<String> answer) throws Exception {
        documents.require(
                answer.request().method(),
                answer.request().uri().getRawPath(),
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.body());
        return answer;
    }

    private static String unlabelled(byte[] event, String id) {
        String json = new String(event, UTF_8);
        return json.substring(0, json.indexOf(",\"labels\":"))
                        .replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"" + id + "\"")
                + "}";
    }

    @Test
    void saysWhatTheTopicSays() throws Exception {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            events.add(unlabelled(Birdstrikes.events(5).get(i), "asked-" + i));
        }
        for (String event : events) {
            Eventually.holds("the copy is the newest", () -> get("/metrics")
                    .body()
                    .contains("mainstem_model_copy_age_seconds{application=\"http-test\",partition=\"0\"} 0.0\n"));
            long taken = application.status().get(0).records();
            HttpResponse<String> answer = post("/v1/predict", event.getBytes(UTF_8));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            cluster.send(spec.topics().events(), List.of(event.getBytes(UTF_8)));
            awaitRecords(taken + 1);
            String id = JSON.readTree(event).path("id").asText();
            Eventually.holds("its prediction is there", () -> predictions(id).size() == 1);
            assertThat(answer.body()).isEqualTo(predictions(id).get(0));
        }
        HttpResponse<String> all = post("/v1/predict", ("[" + String.join(",", events) + "]").getBytes(UTF_8));
        JsonNode answers = JSON.readTree(all.body());
        assertThat(answers).hasSize(5);
        assertThat(answers.get(3).path("id").asText()).isEqualTo("asked-3");
        assertThat(post("/v1/predict", "[]".getBytes(UTF_8)).body()).isEqualTo("[]");
    }

    private static List<String> predictions(String id) {
        return cluster.read(spec.topics().predictions()).stream()
                .filter(record -> new String(record.key(), UTF_8).equals(id))
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    @Test
    void tellsOfTheModelAndItsLearning() throws Exception {
        JsonNode model = JSON.readTree(get("/v1/model").body());
        assertThat(model.path("tasks")).hasSize(3);
        assertThat(model.path("trunk").path("layers").get(0).path("units").asInt())
                .isEqualTo(64);
        assertThat(model.path("replicas").get(0).path("model").path("step").asLong())
                .isPositive();

        JsonNode metrics = JSON.readTree(get("/v1/metrics").body()).path("metrics");
        assertThat(metrics).hasSize(3);
        assertThat(metrics.get(0).path("run").path("logLoss").isNumber()).isTrue();

        JsonNode history = JSON.readTree(get("/v1/history?task=speed").body()).path("history");
        assertThat(history.size()).isGreaterThanOrEqualTo(12);
        assertThat(history.get(0).path("metrics").path("task").asText()).isEqualTo("speed");
        assertThat(get("/v1/history?task=none").statusCode()).isEqualTo(404);

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").body()).isEqualTo("{\"status\":\"ready\"}");
        HttpResponse<String> page = get("/");
        assertThat(page.body()).contains("<title>Mainstem");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self'");
        assertThat(get("/lib/uplot/uPlot.min.css").statusCode()).isEqualTo(200);
    }

    @Test
    void errorsAreDocumented() throws Exception {
        assertThat(get("/v1/history?task=none").statusCode()).isEqualTo(404);
        assertThat(post("/v1/predict", "{".getBytes(UTF_8)).statusCode()).isEqualTo(400);
        assertThat(post("/v1/predict", "{}".getBytes(UTF_8)).statusCode()).isEqualTo(422);
        assertThat(post("/v1/predict", "{}".getBytes(UTF_8), "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/v1/predict", "{}".getBytes(UTF_8), "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(415);
        assertThat(get("/openapi.json").statusCode()).isEqualTo(200);
    }

    @Test
    void prometheusFindsItsMeters() throws Exception {
        HttpResponse<String> scraped = get("/metrics");
        assertThat(scraped.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(scraped.body())
                .contains("mainstem_events_total{application=\"http-test\",partition=\"0\"} ")
                .contains(
                        "mainstem_task_metric{application=\"http-test\",metric=\"rmse\",of=\"runningMean\",over=\"window\",partition=\"0\",task=\"speed\"}")
                .contains("mainstem_stream_running{application=\"http-test\"} 1.0")
                .containsPattern(
                        "mainstem_stream_lag\\{application=\"http-test\",partition=\"0\",topic=\"http-events\"} 0.0")
                .contains("mainstem_model_parameters")
                .contains("jvm_memory_used_bytes")
                .contains("process_cpu_usage")
                .containsPattern("kafka_stream_[a-z_]*commit");
    }

    @Test
    void snapshotsCome() throws Exception {
        HttpResponse<java.io.InputStream> live =
                CLIENT.send(request("/v1/live").build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(live.body(), UTF_8))) {
            List<JsonNode> seen = new ArrayList<>();
            while (seen.size() < 2) {
                String line = lines.readLine();
                if (line.startsWith("data: ")) {
                    seen.add(JSON.readTree(line.substring(6)));
                }
            }
            assertThat(get("/metrics").body())
                    .containsPattern("(?m)^mainstem_http_watchers\\{application=\"[^\"]*\"} 1");
            JsonNode last = seen.get(1);
            assertThat(last.path("stream").path("ready").asBoolean()).isTrue();
            assertThat(last.path("replicas").get(0).path("tasks")).hasSize(3);
            assertThat(last.path("predictions").get(0).path("prediction").has("predictions"))
                    .isTrue();
            assertThat(last.path("predictions").get(0).path("labels").isObject())
                    .isTrue();
            assertThat(last.path("checkpoints").size()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void whoKnowsTheTokenSteersIt() throws Exception {
        byte[] pause = "{\"command\":\"pause\"}".getBytes(UTF_8);
        assertThat(post("/v1/control", pause).statusCode()).isEqualTo(401);
        assertThat(post("/v1/control", pause, "Authorization", "Bearer wrong").statusCode())
                .isEqualTo(401);
        HttpResponse<String> paused = post("/v1/control", pause, "Authorization", "Bearer " + TOKEN);
        assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
        JsonNode answer = JSON.readTree(paused.body()).path("answers").get(0);
        assertThat(answer.path("outcome").asText()).isEqualTo("done");
        assertThat(answer.path("steering").path("paused").asBoolean()).isTrue();
        assertThat(post("/v1/control", "{\"command\":\"resume\"}".getBytes(UTF_8), "Authorization", "Bearer " + TOKEN)
                        .statusCode())
                .isEqualTo(200);

        assertThat(JSON.readTree(get("/v1/checkpoints").body())
                        .path("checkpoints")
                        .size())
                .isGreaterThanOrEqualTo(3);
        assertThat(post("/v1/checkpoints/2/rollback", new byte[0]).statusCode()).isEqualTo(401);
        assertThat(post("/v1/checkpoints/77/rollback", new byte[0], "Authorization", "Bearer " + TOKEN)
                        .statusCode())
                .isEqualTo(404);
        HttpResponse<String> back = post("/v1/checkpoints/2/rollback", new byte[0], "Authorization", "Bearer " + TOKEN);
        assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
        assertThat(JSON.readTree(back.body())
                        .path("answers")
                        .get(0)
                        .path("model")
                        .path("epoch")
                        .asInt())
                .isEqualTo(1);
        HttpResponse<String> refused = post(
                "/v1/control",
                "{\"command\":\"resetHead\",\"task\":\"none\"}".getBytes(UTF_8),
                "Authorization",
                "Bearer " + TOKEN);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(JSON.readTree(refused.body()).path("error").path("code").asText())
                .isEqualTo("refused");
    }
}
