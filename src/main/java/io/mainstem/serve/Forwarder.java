package io.mainstem.serve;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
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
    CompletableFuture<List<byte[]>> predict(String instance, List<byte[]> events) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + instance + "/v1/predict"))
                .timeout(PATIENCE)
                .header("Content-Type", Reply.JSON)
                .header(HEADER, "1")
                .POST(HttpRequest.BodyPublishers.ofByteArray(array(events)))
                .build();
        return client().sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .orTimeout(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .handle((response, failure) -> {
                    if (failure != null) {
                        throw away(instance + ", which has the learner, does not answer");
                    }
                    if (response.statusCode() != 200) {
                        throw away(instance + ", which has the learner, answered with status " + response.statusCode());
                    }
                    return predictions(instance, response.body(), events.size());
                });
    }

    private static List<byte[]> predictions(String instance, byte[] body, int asked) {
        try {
            List<byte[]> values = EventSlices.cut(body, asked).values();
            if (values.size() == asked) {
                return values;
            }
        } catch (RequestProblem e) {
            throw away(instance + " answered with something else than predictions");
        }
        throw away(instance + " answered with fewer predictions");
    }

    private static CompletionException away(String what) {
        return new CompletionException(RequestProblem.notNow("instance-away", "the instance at " + what));
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
