package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.serve.ServeSettings;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LearnerTopology;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever watches fifty tasks in three partitions is sent. */
class ManyTasksIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int TASKS = 50;
    private static final int PARTITIONS = 3;
    private static final int EVENTS = 400;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Cluster cluster;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static LearnerApplication application;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        cluster = new Cluster();
        LearnerSpec spec = LearnerSpecReader.read(
                "name: many\nfeatures: {x: {type: number}}\ntrunk: {layers: [4]}\nmetrics: {every: 20}\ntasks:\n"
                        + IntStream.range(0, TASKS)
                                .mapToObj(n -> "  t" + n + ": {type: binary}\n")
                                .collect(Collectors.joining())
                        + Cluster.topics("many"));
        cluster.createTopics(spec, PARTITIONS);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            cluster.send(
                    spec.topics().events(),
                    partition,
                    IntStream.range(0, EVENTS).mapToObj(ManyTasksIT::event).toList());
        }
        application = new LearnerApplication(
                new LearnerTopology(spec),
                "many-test",
                cluster.client(),
                folder,
                1,
                PARTITIONS,
                ServeSettings.anyPort(),
                null);
        application.start();
        Eventually.holds(
                "all events are taken",
                () -> application.status().stream()
                                .mapToLong(LearnerStatus::events)
                                .sum()
                        == PARTITIONS * EVENTS);
    }

    private static byte[] event(int n) {
        String labels = IntStream.range(0, TASKS)
                .mapToObj(task -> "\"t" + task + "\":" + ((n + task) % 3 == 0))
                .collect(Collectors.joining(","));
        return ("{\"id\":\"" + n + "\",\"features\":{\"x\":" + n % 7 + "},\"labels\":{" + labels + "}}")
                .getBytes(UTF_8);
    }

    @AfterAll
    static void stop() {
        application.close();
        cluster.close();
    }

    private static HttpResponse<InputStream> get(String path, String encoding) throws Exception {
        URI address = URI.create("http://" + application.address().orElseThrow() + path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept-Encoding", encoding)
                .build();
        HttpResponse<InputStream> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Encoding").orElse("identity"))
                .isEqualTo(encoding);
        return response;
    }

    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            bytes += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            bytes += Math.max(0, read);
            return read;
        }
    }

    private static JsonNode snapshot(InputStream in) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
        String line = lines.readLine();
        while (!line.startsWith("data: ")) {
            line = lines.readLine();
        }
        return JSON.readTree(line.substring(6));
    }

    @Test
    void aSnapshotHasAllOfOneReplicaAndAFewFactsOfTheOthers() throws Exception {
        for (String query : List.of("", "?replica=1", "?replica=77")) {
            try (Counted in = new Counted(get("/v1/live" + query, "identity").body())) {
                JsonNode snapshot = snapshot(in);
                int shown = query.endsWith("=1") ? 1 : 0;
                assertThat(snapshot.path("shown").asInt()).isEqualTo(shown);
                assertThat(snapshot.path("replicas")).hasSize(PARTITIONS);
                for (int replica = 0; replica < PARTITIONS; replica++) {
                    JsonNode each = snapshot.path("replicas").get(replica);
                    assertThat(each.path("events").asInt()).isEqualTo(EVENTS);
                    assertThat(each.path("tasks")).hasSize(replica == shown ? TASKS : 0);
                }
                assertThat(snapshot.path("events").asInt()).isEqualTo(PARTITIONS * EVENTS);
                for (JsonNode sample : snapshot.path("predictions")) {
                    assertThat(sample.at("/prediction/model/replica").asInt()).isEqualTo(shown);
                }
                assertThat(in.bytes).isLessThan(500_000);
            }
        }
    }

    @Test
    void snapshotsAreCompressedForWhoTakesIt() throws Exception {
        try (Counted in = new Counted(get("/v1/live?replica=2", "gzip").body())) {
            JsonNode snapshot = snapshot(new GZIPInputStream(in));
            assertThat(snapshot.path("shown").asInt()).isEqualTo(2);
            assertThat(in.bytes).isLessThan(60_000);
        }
    }

    @Test
    void historyIsOfOneReplicaAndCompressedForWhoAsksForThat() throws Exception {
        byte[] all = get("/v1/history", "identity").body().readAllBytes();
        byte[] one = get("/v1/history?replica=1", "identity").body().readAllBytes();
        byte[] compressed = get("/v1/history?replica=1", "gzip").body().readAllBytes();

        assertThat(one.length).isLessThan(all.length / 2);
        assertThat(compressed.length).isLessThan(one.length / 6);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
                .isEqualTo(one);
        JsonNode history = JSON.readTree(one).path("history");
        assertThat(history.size()).isGreaterThanOrEqualTo(TASKS * 10);
        assertThat(history).allMatch(each -> each.at("/metrics/replica").asInt() == 1);
    }
}
