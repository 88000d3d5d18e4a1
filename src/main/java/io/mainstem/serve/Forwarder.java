package io.mainstem.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks another instance for the predictions of its partitions. Thread-safe. */
final class Forwarder {

    static final String HEADER = "Mainstem-Forwarded";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Made at the first use: with a single instance there is never one. */
    private @Nullable HttpClient client;

    /**
     * Its predictions of the events, in their order.
     *
     * @param instance {@code host:port}
     */
    List<byte[]> predict(String instance, List<byte[]> events) throws RequestProblem, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + instance + "/v1/predict"))
                .timeout(PATIENCE)
                .header("Content-Type", Reply.JSON)
                .header(HEADER, "1")
                .POST(HttpRequest.BodyPublishers.ofByteArray(array(events)))
                .build();
        HttpResponse<byte[]> response;
        try {
            response = client().send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw RequestProblem.notNow(
                    "instance-away", "the instance at " + instance + ", which has the learner, does not answer");
        }
        if (response.statusCode() != 200) {
            throw RequestProblem.notNow(
                    "instance-away",
                    "the instance at " + instance + ", which has the learner, answered with status "
                            + response.statusCode());
        }
        EventSlices answers = EventSlices.cut(response.body(), events.size());
        if (answers.values().size() != events.size()) {
            throw RequestProblem.notNow(
                    "instance-away", "the instance at " + instance + " answered with fewer predictions");
        }
        return answers.values();
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();
        }
        return client;
    }

    /** A JSON array of values that are JSON already. */
    static byte[] array(List<byte[]> values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(values.get(i));
        }
        out.writeBytes("]".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }
}
