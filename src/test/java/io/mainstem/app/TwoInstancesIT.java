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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances share the partitions; each answers for all of them. */
class TwoInstancesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int PARTITIONS = 4;

    @Test
    void eitherAnswersForAllPartitionsAlike(@TempDir Path folder) throws Exception {
        try (Cluster cluster = new Cluster()) {
            LearnerSpec spec = LearnerSpecReader.read(Birdstrikes.yaml() + Cluster.topics("two"));
            cluster.createTopics(spec, PARTITIONS);
            try (LearnerApplication first = application(cluster, spec, Files.createDirectory(folder.resolve("a")));
                    LearnerApplication second =
                            application(cluster, spec, Files.createDirectory(folder.resolve("b")))) {
                first.start();
                second.start();
                Eventually.holds("each has two", () -> live(first) == 2 && live(second) == 2);
                try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(cluster.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
                    int number = 1;
                    for (byte[] event : Birdstrikes.events(400)) {
                        var unused = producer.send(new ProducerRecord<>(
                                spec.topics().events(), String.valueOf(number++).getBytes(UTF_8), event));
                    }
                }
                Eventually.holds("all are taken", () -> records(first) + records(second) == 400);

                StringBuilder asked = new StringBuilder("[");
                for (int i = 1; i <= 40; i++) {
                    asked.append(i == 1 ? "" : ",")
                            .append("{\"id\":\"%d\",\"features\":{\"month\":%d}}".formatted(i, i % 12 + 1));
                }
                String body = asked.append(']').toString();
                // The copies that they predict by are of a moment ago at first.
                Eventually.holds(
                        "both say the same, by models that learned",
                        () -> predict(first, body).equals(predict(second, body))
                                && !predict(first, body).contains("\"step\":0"));
                JsonNode here = JSON.readTree(predict(first, body));
                assertThat(here).hasSize(40);

                // Where the producer put the events, there they are predicted.
                Map<String, Integer> placed = new java.util.HashMap<>();
                for (int p = 0; p < PARTITIONS; p++) {
                    int partition = p;
                    Cluster.read(
                                    cluster.bootstrapServers(),
                                    new org.apache.kafka.common.TopicPartition(
                                            spec.topics().events(), p))
                            .forEach(record -> placed.put(new String(record.key(), UTF_8), partition));
                }
                Set<Integer> replicas = new HashSet<>();
                for (JsonNode prediction : here) {
                    int replica = prediction.path("model").path("replica").asInt();
                    replicas.add(replica);
                    assertThat(replica)
                            .isEqualTo(placed.get(prediction.path("id").asText()));
                }
                assertThat(replicas).hasSize(PARTITIONS);
            }
        }
    }

    @Test
    void saysThatBothAdvertiseTheSameAddress(@TempDir Path folder) throws Exception {
        try (Cluster cluster = new Cluster()) {
            LearnerSpec spec = LearnerSpecReader.read(Birdstrikes.yaml() + Cluster.topics("same"));
            cluster.createTopics(spec, PARTITIONS);
            String same = "127.0.0.1:8080";
            try (LearnerApplication first =
                            application(cluster, spec, Files.createDirectory(folder.resolve("a")), same);
                    LearnerApplication second =
                            application(cluster, spec, Files.createDirectory(folder.resolve("b")), same)) {
                first.start();
                second.start();
                Eventually.holds("each has two", () -> live(first) == 2 && live(second) == 2);
                StringBuilder asked = new StringBuilder("[");
                for (int i = 1; i <= 40; i++) {
                    asked.append(i == 1 ? "" : ",").append("{\"id\":\"%d\",\"features\":{}}".formatted(i));
                }
                String body = asked.append(']').toString();
                for (LearnerApplication each : List.of(first, second)) {
                    Eventually.holds("it says so", () -> {
                        HttpResponse<String> answer = ask(each, body);
                        return answer.statusCode() == 503
                                && answer.body().contains("\"code\":\"not-advertised\"")
                                && answer.body().contains("--http-advertise");
                    });
                }
            }
        }
    }

    private static LearnerApplication application(Cluster cluster, LearnerSpec spec, Path folder) {
        return application(cluster, spec, folder, null);
    }

    private static LearnerApplication application(
            Cluster cluster, LearnerSpec spec, Path folder, @Nullable String advertised) {
        return new LearnerApplication(
                new LearnerTopology(spec),
                "two-instances",
                cluster.client(),
                folder,
                1,
                PARTITIONS,
                ServeSettings.anyPort(),
                advertised);
    }

    private static long live(LearnerApplication application) {
        return application.status().stream().filter(status -> !status.isLast()).count();
    }

    private static long records(LearnerApplication application) {
        return application.status().stream()
                .filter(status -> !status.isLast())
                .mapToLong(LearnerStatus::records)
                .sum();
    }

    private static String predict(LearnerApplication application, String body) throws Exception {
        HttpResponse<String> response = ask(application, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static HttpResponse<String> ask(LearnerApplication application, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + application.address().orElseThrow() + "/v1/predict"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
