package io.mainstem.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstem.Birdstrikes;
import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.serve.Limits;
import io.mainstem.serve.ServeSettings;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LearnerTopology;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A hundred kinds of bad requests over sockets: each gets its status and a reason in JSON, and the next one is answered. */
class BadRequestsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "0123456789abcdef";
    private static final String EVENT = "{\"id\":\"1\",\"features\":{\"airport\":\"DENVER INTL AIRPORT\",\"month\":7}}";
    private static final int BODY_BYTES = 200_000;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Cluster cluster;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static LearnerApplication application;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static OpenApiAnswers documents;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        cluster = new Cluster();
        LearnerSpec spec =
                LearnerSpecReader.read(Birdstrikes.yaml() + "events: {maxBytes: 100000}\n" + Cluster.topics("bad"));
        cluster.createTopics(spec, 1);
        Limits limits = new Limits(BODY_BYTES, 10, 1_000_000, 64, 100, 2, Duration.ofMillis(1500));
        application = new LearnerApplication(
                new LearnerTopology(spec),
                "bad-requests",
                cluster.client(),
                folder,
                1,
                1,
                ServeSettings.anyPort().withToken(TOKEN).within(limits),
                null);
        application.start();
        String document = send(get("document", 200, "/openapi.json").pieces(), 0);
        documents = new OpenApiAnswers(document.substring(document.indexOf("\r\n\r\n") + 4));
        cluster.send(spec.topics().events(), Birdstrikes.events(40));
        Eventually.holds(
                "it learns",
                () -> application.status().stream()
                                .mapToLong(LearnerStatus::records)
                                .sum()
                        == 40);
    }

    @AfterAll
    static void stop() {
        application.close();
        cluster.close();
    }

    /** A request as bytes, in pieces between which a while passes, and the status that it should have. */
    record Bad(String name, int status, List<byte[]> pieces, long pauseMillis) {
        @Override
        public String toString() {
            return name + " " + status;
        }
    }

    private static Bad raw(String name, int status, String request) {
        return new Bad(name, status, List.of(request.getBytes(ISO_8859_1)), 0);
    }

    private static Bad get(String name, int status, String path, String... headers) {
        return raw(name, status, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + lines(headers) + "\r\n");
    }

    private static String lines(String... headers) {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return lines.toString();
    }

    private static Bad post(String name, int status, String path, byte[] body, String... headers) {
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + lines(headers) + "Content-Length: "
                + body.length + "\r\n\r\n";
        byte[] all = new byte[head.length() + body.length];
        System.arraycopy(head.getBytes(ISO_8859_1), 0, all, 0, head.length());
        System.arraycopy(body, 0, all, head.length(), body.length);
        return new Bad(name, status, List.of(all), 0);
    }

    private static Bad predict(String name, int status, String body, String... headers) {
        String[] all = headers.length == 0 ? new String[] {"Content-Type: application/json"} : headers;
        return post(name, status, "/v1/predict", body.getBytes(UTF_8), all);
    }

    private static Bad control(String name, int status, String body) {
        return post(
                name,
                status,
                "/v1/control",
                body.getBytes(UTF_8),
                "Content-Type: application/json",
                "Authorization: Bearer " + TOKEN);
    }

    private static Bad event(String name, int status, String fields) {
        return predict(name, status, "{" + fields + "}");
    }

    private static String feature(String json) {
        return "\"id\":\"1\",\"features\":{" + json + "}";
    }

    static Stream<Bad> all() {
        String deep = "[".repeat(100) + "]".repeat(100);
        String json = "Content-Type: application/json";
        List<Bad> all = new ArrayList<>(List.of(
                // What is no HTTP, or more of it than is taken.
                raw("no http", 505, "hello there\r\n\r\n"),
                raw("no version", 505, "GET /v1/model\r\n\r\n"),
                raw("no path", 505, "GET  HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                raw("version 3", 505, "GET / HTTP/3.0\r\nHost: localhost\r\n\r\n"),
                raw("version x", 505, "GET / HTTP/x\r\nHost: localhost\r\n\r\n"),
                raw("no host", 400, "GET /v1/model HTTP/1.1\r\n\r\n"),
                raw("two hosts", 400, "GET /v1/model HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"),
                raw("control characters in the method", 400, "G\u0001T / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                raw("space in a header's name", 400, "GET / HTTP/1.1\r\nHost: localhost\r\nA b: c\r\n\r\n"),
                raw("no colon", 400, "GET / HTTP/1.1\r\nHost: localhost\r\nnothing\r\n\r\n"),
                raw("folded header", 400, "GET / HTTP/1.1\r\nHost: localhost\r\nA: b\r\n c\r\n\r\n"),
                raw("null in a header", 400, "GET / HTTP/1.1\r\nHost: localhost\r\nA: b\u0000c\r\n\r\n"),
                raw("long path", 414, "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                raw("long query", 414, "GET /v1/model?" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                get("long header", 431, "/v1/model", "A: " + "b".repeat(20_000)),
                get("many headers", 431, "/v1/model", lines(headers(2_000)).strip()),
                raw(
                        "two lengths",
                        400,
                        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n" + json
                                + "\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n[]  "),
                raw(
                        "negative length",
                        400,
                        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n" + json + "\r\nContent-Length: -1\r\n\r\n"),
                raw(
                        "length of letters",
                        400,
                        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n" + json + "\r\nContent-Length: many\r\n\r\n"),
                raw(
                        "length beyond numbers",
                        400,
                        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n" + json
                                + "\r\nContent-Length: 99999999999999999999\r\n\r\n"),
                raw(
                        "length and chunks",
                        400,
                        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n" + json
                                + "\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                raw(
                        "unknown transfer",
                        400,
                        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n" + json
                                + "\r\nTransfer-Encoding: zip\r\n\r\n"),
                raw(
                        "bad chunk",
                        400,
                        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n" + json
                                + "\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n[]\r\n0\r\n\r\n"),
                raw("no length", 411, "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n" + json + "\r\n\r\n"),
                raw(
                        "large length",
                        413,
                        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n" + json
                                + "\r\nContent-Length: 2000000000\r\n\r\n"),
                raw(
                        "large chunks",
                        413,
                        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n" + json
                                + "\r\nTransfer-Encoding: chunked\r\n\r\n40000\r\n" + " ".repeat(0x40000)
                                + "\r\n0\r\n\r\n"),
                raw(
                        "unknown expectation",
                        417,
                        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n" + json
                                + "\r\nExpect: wonders\r\nContent-Length: 2\r\n\r\n[]"),
                get("percent without number", 400, "/v1/%zz"),
                get("empty part in the path", 400, "//health/live"),
                get("half a percent", 400, "/v1/%2"),
                get("null in the path", 400, "/v1/%00"),
                get("ambiguous slash", 400, "/v1%2fmodel"),
                get("ambiguous dots", 400, "/v1/%2e%2e/metrics"),
                get("up and out", 400, "/../../etc/passwd"),
                get("backslash", 400, "/..%5c..%5cetc"),
                // Nothing there, or not so.
                get("a page from elsewhere", 403, "/v1/live", "Sec-Fetch-Site: cross-site"),
                get("unknown path", 404, "/v2/model"),
                get("half a path", 404, "/v1"),
                get("one more slash", 404, "/v1/model/"),
                get("a file that is not there", 404, "/none.js"),
                get("a class", 404, "/Front.class"),
                get("a library's file that is not there", 404, "/lib/uplot/none.css"),
                get("no such task", 404, "/v1/history?task=none"),
                get("predict by GET", 405, "/v1/predict"),
                get("control by GET", 405, "/v1/control"),
                get("rollback by GET", 405, "/v1/checkpoints/1/rollback"),
                method("DELETE", 405, "/v1/checkpoints"),
                method("PUT", 405, "/v1/predict"),
                method("PATCH", 405, "/v1/model"),
                method("OPTIONS", 405, "/v1/predict"),
                method("TRACE", 405, "/v1/model"),
                method("POST", 405, "/v1/model"),
                method("POST", 405, "/metrics"),
                method("POST", 405, "/health/ready"),
                method("POST", 405, "/index.html"),
                method("BREW", 405, "/v1/predict"),
                get("only XML is taken", 406, "/v1/model", "Accept: application/xml"),
                get("only pictures are taken", 406, "/v1/checkpoints", "Accept: image/*"),
                get("snapshots as JSON", 406, "/v1/live", "Accept: application/json"),
                get("meters as JSON", 406, "/metrics", "Accept: application/json"),
                raw("another host", 421, "GET /v1/model HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
                raw("almost this host", 421, "GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n"),
                raw(
                        "another host, to steer",
                        421,
                        "POST /v1/control HTTP/1.1\r\nHost: evil.example:80\r\n" + json
                                + "\r\nContent-Length: 2\r\n\r\n{}"),
                raw("a host that is none", 400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
                // Bodies of another kind.
                predict("no type", 415, EVENT, "A: b"),
                predict("a form", 415, EVENT, "Content-Type: application/x-www-form-urlencoded"),
                predict("text", 415, EVENT, "Content-Type: text/plain"),
                predict("type that is none", 415, EVENT, "Content-Type: ;;"),
                predict("UTF-16 declared", 415, EVENT, json + "; charset=utf-16"),
                predict("Latin-1 declared", 415, EVENT, json + ";charset=\"ISO-8859-1\""),
                predict("zipped", 415, EVENT, json, "Content-Encoding: gzip"),
                predict("unknown coding", 415, EVENT, json, "Content-Encoding: br"),
                predict("empty", 400, ""),
                predict("blank", 400, "  \n "),
                predict("no JSON", 400, "hello"),
                predict("half an object", 400, "{\"id\":\"1\""),
                predict("half an array", 400, "[" + EVENT),
                predict("comma at the end", 400, "[" + EVENT + ",]"),
                predict("two values", 400, EVENT + EVENT),
                predict("single quotes", 400, "{'id':'1'}"),
                predict("comment", 400, "/* */" + EVENT),
                post("UTF-16", 400, "/v1/predict", EVENT.getBytes(java.nio.charset.StandardCharsets.UTF_16LE), json),
                post(
                        "broken UTF-8",
                        400,
                        "/v1/predict",
                        "{\"id\":\"\u00ff\u00fe\",\"features\":{}}".getBytes(ISO_8859_1),
                        json),
                predict("deep arrays", 422, deep.replace("[]", EVENT)),
                event("deep in an event", 400, "\"id\":\"1\",\"features\":{},\"x\":" + deep),
                predict("very deep arrays", 422, "[".repeat(50_000)),
                // JSON that is no event.
                predict("a string", 422, "\"event\""),
                predict("a number", 422, "17"),
                predict("null", 422, "null"),
                predict("true", 422, "true"),
                predict("array of numbers", 422, "[1,2]"),
                predict("array of arrays", 422, "[[" + EVENT + "]]"),
                predict("null in an array", 422, "[" + EVENT + ",null]"),
                predict("too many", 413, "[" + (EVENT + ",").repeat(10) + EVENT + "]"),
                event("nothing", 422, ""),
                event("no id", 422, "\"features\":{}"),
                event("empty id", 422, "\"id\":\"\",\"features\":{}"),
                event("id of another type", 422, "\"id\":[1],\"features\":{}"),
                event("long id", 413, "\"id\":\"" + "i".repeat(5_000) + "\",\"features\":{}"),
                event("two ids", 422, "\"id\":\"1\",\"id\":\"2\",\"features\":{}"),
                event("no features", 422, "\"id\":\"1\""),
                event("features that are none", 422, "\"id\":\"1\",\"features\":7"),
                event("number that is none", 422, feature("\"month\":\"July\"")),
                event("endless number", 422, feature("\"month\":1e999")),
                event("not a number", 400, feature("\"month\":NaN")),
                event("category that is none", 422, feature("\"airport\":{}")),
                event("feature twice", 422, feature("\"month\":1,\"month\":2")),
                event("no time", 422, "\"id\":\"1\",\"time\":\"yesterday\",\"features\":{}"),
                event("time far ahead", 422, "\"id\":\"1\",\"time\":\"2999-01-01T00:00:00Z\",\"features\":{}"),
                event("label that is none", 422, feature("") + ",\"labels\":{\"damage\":\"maybe\"}"),
                event("class that is none", 422, feature("") + ",\"labels\":{\"size\":\"Huge\"}"),
                event("large", 413, "\"id\":\"1\",\"features\":{},\"x\":\"" + "y".repeat(120_000) + "\""),
                // Who may not.
                post("no token", 401, "/v1/control", "{}".getBytes(UTF_8), json),
                post("wrong token", 401, "/v1/control", "{}".getBytes(UTF_8), json, "Authorization: Bearer wrong"),
                post("empty token", 401, "/v1/control", "{}".getBytes(UTF_8), json, "Authorization: Bearer "),
                post(
                        "token of another kind",
                        401,
                        "/v1/control",
                        "{}".getBytes(UTF_8),
                        json,
                        "Authorization: Basic eDp5"),
                post(
                        "longer token",
                        401,
                        "/v1/control",
                        "{}".getBytes(UTF_8),
                        json,
                        "Authorization: Bearer " + TOKEN + "x"),
                post("no token for a rollback", 401, "/v1/checkpoints/1/rollback", new byte[0]),
                post("token in the query", 401, "/v1/control?token=" + TOKEN, "{}".getBytes(UTF_8), json),
                control("no command", 422, "{}"),
                control("unknown command", 422, "{\"command\":\"explode\"}"),
                control("command that is no JSON", 400, "pause"),
                control("command as an array", 422, "[]"),
                control("rate that is none", 422, "{\"command\":\"setLearningRate\",\"learningRate\":-1}"),
                control("rollback to nothing", 422, "{\"command\":\"rollback\",\"version\":0}"),
                control("rollback to what is not there", 404, "{\"command\":\"rollback\",\"version\":9999}"),
                control("head of no task", 409, "{\"command\":\"resetHead\",\"task\":\"none\"}"),
                token("version of letters", 422, "/v1/checkpoints/last/rollback"),
                token("version beyond numbers", 422, "/v1/checkpoints/99999999999999999999999/rollback"),
                token("replica of letters", 400, "/v1/checkpoints/1/rollback?replica=all"),
                token("no such replica", 404, "/v1/checkpoints/1/rollback?replica=7"),
                // Slow ones.
                new Bad(
                        "slow body",
                        408,
                        List.of(("POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n" + json
                                        + "\r\nContent-Length: 100\r\n\r\n{")
                                .getBytes(ISO_8859_1)),
                        0),
                new Bad(
                        "trickling body",
                        408,
                        trickle(
                                "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n" + json
                                        + "\r\nContent-Length: 100\r\n\r\n",
                                " "),
                        100),
                new Bad("slow headers", 408, List.of("GET /v1/model HTTP/1.1\r\nHost: local".getBytes(ISO_8859_1)), 0),
                new Bad(
                        "trickling headers",
                        408,
                        trickle("GET /v1/model HTTP/1.1\r\nHost: localhost\r\n", "A: b\r\n"),
                        100)));
        return all.stream();
    }

    private static Bad method(String method, int status, String path) {
        return raw(
                method + " " + path,
                status,
                method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    }

    private static Bad token(String name, int status, String path) {
        return post(name, status, path, new byte[0], "Authorization: Bearer " + TOKEN);
    }

    private static String[] headers(int count) {
        String[] headers = new String[count];
        for (int i = 0; i < count; i++) {
            headers[i] = "H" + i + ": v";
        }
        return headers;
    }

    private static List<byte[]> trickle(String begin, String piece) {
        List<byte[]> pieces = new ArrayList<>(List.of(begin.getBytes(ISO_8859_1)));
        for (int i = 0; i < 60; i++) {
            pieces.add(piece.getBytes(ISO_8859_1));
        }
        return pieces;
    }

    @Test
    void saysThatItIsThePath() throws Exception {
        for (String path : List.of(
                "//health/live",
                "/v1%2fmodel",
                "/v1/%2e%2e/metrics",
                "/v1/%zz",
                "/v1/%2",
                "/v1/%00",
                "/../x",
                "/..%5cx")) {
            assertThat(send(get("path", 400, path).pieces(), 0)).as(path).contains("\"code\":\"bad-path\"");
        }
        assertThat(send(get("header", 400, "/v1/model", "A b: c").pieces(), 0)).contains("\"code\":\"bad-request\"");
        assertThat(send(raw("host", 400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n").pieces(), 0))
                .contains("\"code\":\"bad-request\"");
    }

    @ParameterizedTest
    @MethodSource("all")
    void isAnsweredWithAReasonAndTheNextOneAsWell(Bad bad) throws Exception {
        String answer = send(bad.pieces(), bad.pauseMillis());
        assertThat(answer).as("the answer").startsWith("HTTP/1.1 " + bad.status() + " ");
        int body = answer.indexOf("\r\n\r\n");
        String head = answer.substring(0, body).toLowerCase(java.util.Locale.ROOT);
        assertThat(head).contains("content-type: application/json").contains("x-content-type-options: nosniff");
        if (bad.status() == 405) {
            assertThat(head).contains("\r\nallow: ");
        }
        if (bad.status() == 401) {
            assertThat(head).contains("\r\nwww-authenticate: bearer");
        }
        if (!bad.name().startsWith("HEAD") && !bad.name().startsWith("TRACE")) {
            JsonNode error = JSON.readTree(answer.substring(body + 4)).path("error");
            assertThat(error.path("code").asText()).matches("[a-z0-9-]+");
            assertThat(error.path("message").asText()).isNotBlank().doesNotContain("Exception", "io.mainstem", "jetty");
        }
        String[] asked = new String(bad.pieces().get(0), ISO_8859_1).split("[ \r]", 3);
        if (asked.length == 3 && asked[1].startsWith("/")) {
            documents.require(asked[0], asked[1], bad.status(), "application/json", answer.substring(body + 4));
        }
        assertThat(answer).doesNotContain("\tat ", "at org.", "at java.");

        Bad good = predict("good", 200, EVENT);
        assertThat(send(good.pieces(), 0)).startsWith("HTTP/1.1 200 ").contains("\"predictions\":{");
    }

    @Test
    void thereAreAHundredKinds() {
        assertThat(all().map(Bad::name).distinct()).hasSizeGreaterThanOrEqualTo(100);
    }

    /** What comes back until the answer is there whole, or the connection ends. */
    private static String send(List<byte[]> pieces, long pauseMillis) throws Exception {
        String[] address = application.address().orElseThrow().split(":", -1);
        try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            try {
                for (byte[] piece : pieces) {
                    out.write(piece);
                    out.flush();
                    if (pauseMillis > 0) {
                        Thread.sleep(pauseMillis);
                        if (in.available() > 0) {
                            break;
                        }
                    }
                }
            } catch (IOException e) {
                // It would not hear more; what it said is still to be read.
            }
            return read(in);
        }
    }

    private static String read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            while (!isWhole(text)) {
                int read = in.read(buffer);
                if (read < 0) {
                    break;
                }
                text.append(new String(buffer, 0, read, ISO_8859_1));
            }
        } catch (IOException e) {
            text.append("");
        }
        return text.toString();
    }

    private static boolean isWhole(StringBuilder text) {
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        String lower = text.substring(0, head).toLowerCase(java.util.Locale.ROOT);
        int length = lower.indexOf("content-length: ");
        if (length < 0) {
            return false;
        }
        String number = lower.substring(length + 16).split("\r\n", -1)[0].strip();
        return text.length() >= head + 4 + Integer.parseInt(number);
    }
}
