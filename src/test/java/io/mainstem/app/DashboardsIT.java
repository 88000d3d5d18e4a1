package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.dashboards.Dashboard;
import io.mainstem.dashboards.Panel;
import io.mainstem.dashboards.PrometheusProcess;
import io.mainstem.dashboards.Series;
import io.mainstem.dashboards.WatchedStream;
import io.mainstem.serve.ServeSettings;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LearnerTopology;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A learner to which everything happens is scraped by a real Prometheus, and every query of every dashboard and every
 * alert is asked there: each must find data, with the labels that legends, columns and colours go by.
 */
class DashboardsIT {

    private static final String APPLICATION = "watched-test";
    private static final String TOKEN = "0123456789abcdef";
    private static final long SEED = Long.getLong("dashboards.seed", 11);
    private static final int EVENTS = 4_000;
    private static final int SLICES = 60;
    private static final String RATE_INTERVAL = "5s";
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*+)\\s*(\\{[^}]*})?(?!\\s*\\()");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Cluster cluster;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static LearnerApplication application;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static PrometheusProcess prometheus;

    private static long begin;
    private static long end;

    @BeforeAll
    static void watchEightDays(@TempDir Path folder) throws Exception {
        PrometheusProcess.require();
        LearnerSpec spec = WatchedStream.spec();
        cluster = new Cluster();
        cluster.createTopics(spec, 1);
        application = new LearnerApplication(
                new LearnerTopology(spec),
                APPLICATION,
                cluster.client(),
                Files.createDirectory(folder.resolve("state")),
                1,
                1,
                ServeSettings.anyPort().withToken(TOKEN),
                null);
        application.start();
        assertThat(application.awaitRunning(Eventually.PATIENCE)).isTrue();
        prometheus = new PrometheusProcess(folder, application.address().orElseThrow());
        begin = Instant.now().getEpochSecond();
        Eventually.holds(
                "it is scraped",
                () -> !prometheus.now("mainstem_stream_running == 1").isEmpty());
        stream(spec);
        end = Instant.now().getEpochSecond();
    }

    /** Piece by piece over some scrapes, so that there is something to see a rate of. */
    private static void stream(LearnerSpec spec) throws Exception {
        List<byte[]> records = WatchedStream.records(EVENTS, SEED);
        for (int slice = 0; slice < SLICES; slice++) {
            int from = records.size() * slice / SLICES;
            int to = records.size() * (slice + 1) / SLICES;
            cluster.send(spec.topics().events(), records.subList(from, to));
            if (slice == SLICES / 2) {
                System.gc(); // a pause to be seen
                await(from);
                assertThat(post("/v1/checkpoints/1/rollback", "").statusCode()).isEqualTo(200);
            }
            post("/v1/predict", "{\"id\":\"asked\",\"features\":{\"a\":0.5}}");
            Thread.sleep(400);
        }
        await(records.size());
        scrapes(3);
    }

    private static void await(int records) throws Exception {
        Eventually.holds(
                records + " records are taken (seed " + SEED + ")",
                () -> application.status().stream()
                                .mapToLong(LearnerStatus::records)
                                .sum()
                        >= records);
    }

    private static void scrapes(int more) throws Exception {
        double before = count();
        Eventually.holds("so many more scrapes", () -> count() >= before + more);
    }

    private static double count() throws Exception {
        List<Series> scrapes = prometheus.now("count_over_time(up[1h])");
        return scrapes.isEmpty() ? 0 : scrapes.get(0).values().get(0);
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(
                                URI.create("http://" + application.address().orElseThrow() + path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + TOKEN)
                        .timeout(Duration.ofSeconds(30))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @AfterAll
    @SuppressWarnings("ConstantValue") // not set where the tests are skipped
    static void stop() throws Exception {
        if (prometheus != null) {
            prometheus.close();
        }
        if (application != null) {
            application.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    static List<Dashboard> dashboards() throws Exception {
        return Dashboard.all();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelFindsDataWithItsLabels(Dashboard dashboard) throws Exception {
        Map<String, List<String>> variables = choose(dashboard);
        List<String> tasks = variables.getOrDefault("task", List.of());
        SoftAssertions softly = new SoftAssertions();
        for (Panel panel : dashboard.panels()) {
            Set<String> legends = new LinkedHashSet<>();
            for (String task : panel.isRepeated() ? tasks : List.of(".*")) {
                check(panel, task, softly, legends);
            }
            panel.overridden().forEach(name -> softly.assertThat(legends)
                    .as(panel + ": what looks otherwise")
                    .anyMatch(legend -> matches(name, legend)));
        }
        softly.assertAll();
    }

    private static void check(Panel panel, String task, SoftAssertions softly, Set<String> legends) throws Exception {
        Set<String> labels = new LinkedHashSet<>();
        List<String> inPanel = new ArrayList<>();
        for (Panel.Query query : panel.queries()) {
            String expression = fill(query.expression(), task);
            List<Series> found = query.instant() ? prometheus.now(expression) : prometheus.over(expression, begin, end);
            softly.assertThat(found.stream()
                            .mapToInt(series -> series.values().size())
                            .sum())
                    .as(panel + " of " + task + ": " + expression)
                    .isPositive();
            for (Series series : found) {
                softly.assertThat(series.labels().keySet())
                        .as(panel + ": " + expression)
                        .containsAll(query.labels());
                labels.addAll(series.labels().keySet());
                inPanel.add(query.legend(series.labels()));
            }
            labels.add("Value #" + query.ref());
            labels.add("Value");
        }
        if (panel.isTable()) {
            softly.assertThat(labels).as(panel + ": columns").containsAll(panel.columns());
            panel.json()
                    .path("transformations")
                    .findValues("renameByName")
                    .forEach(names -> names.forEach(name -> legends.add(name.asText())));
            legends.addAll(tasks());
        } else {
            softly.assertThat(inPanel).as(panel + ": legends").doesNotHaveDuplicates();
        }
        legends.addAll(inPanel);
    }

    private static List<String> tasks() {
        return WatchedStream.spec().tasks().stream().map(task -> task.name()).toList();
    }

    private static boolean matches(String name, String legend) {
        return name.startsWith("/")
                ? Pattern.compile(name.substring(1, name.length() - 1))
                        .matcher(legend)
                        .find()
                : name.equals(legend);
    }

    /** The values of the variables, found as Grafana finds them. */
    private static Map<String, List<String>> choose(Dashboard dashboard) throws Exception {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Map.Entry<String, String> variable : dashboard.variables().entrySet()) {
            Matcher query = Pattern.compile("label_values\\((.*), (\\w+)\\)").matcher(variable.getValue());
            assertThat(query.matches()).as(variable.getValue()).isTrue();
            JsonNode found = prometheus.api(
                    "label/" + query.group(2) + "/values", Map.of("match[]", fill(query.group(1), ".*")));
            List<String> texts = new ArrayList<>();
            found.forEach(each -> texts.add(each.asText()));
            assertThat(texts).as(variable.toString()).isNotEmpty();
            values.put(variable.getKey(), texts);
        }
        assertThat(values.get("application")).containsExactly(APPLICATION);
        assertThat(values.get("partition")).containsExactly("0");
        return values;
    }

    private static String fill(String text, String task) {
        String filled = text.replace("$__rate_interval", RATE_INTERVAL)
                .replace("$__range", Math.max(1, end - begin) + "s")
                .replace("$application", APPLICATION)
                .replace("$partition", ".*")
                .replace("$task", task);
        assertThat(filled).doesNotContain("$");
        return filled;
    }

    /** Drifts and a rollback happened, so that there is something to mark. */
    @ParameterizedTest
    @MethodSource("dashboards")
    void whatMarksTheTimeAxisIsFound(Dashboard dashboard) throws Exception {
        for (String expression : dashboard.annotations().values()) {
            assertThat(prometheus.over(fill(expression, ".*"), begin, end))
                    .as(expression)
                    .isNotEmpty();
        }
    }

    /** A renamed meter would silence an alert for good: whatever alerts look at is there. */
    @Test
    void everyAlertLooksAtWhatIsThere() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        JsonNode groups = prometheus.api("rules", Map.of()).path("groups");
        int alerts = 0;
        for (JsonNode group : groups) {
            for (JsonNode rule : group.path("rules")) {
                alerts++;
                String name = rule.path("name").asText();
                softly.assertThat(rule.path("health").asText())
                        .as(name + ": " + rule.path("lastError").asText())
                        .isEqualTo("ok");
                Set<String> selectors = selectors(rule.path("query").asText());
                softly.assertThat(selectors).as(name).isNotEmpty();
                for (String selector : selectors) {
                    softly.assertThat(prometheus.now(selector))
                            .as(name + " looks at " + selector)
                            .isNotEmpty();
                }
            }
        }
        softly.assertThat(alerts).isGreaterThan(15);
        softly.assertAll();
    }

    /** What happened to this learner is found; it did not fall over, so nothing else is. */
    @Test
    void driftsAreWhatPrometheusWarnsOf() throws Exception {
        Set<String> alerts = new LinkedHashSet<>();
        for (Series series : prometheus.now("ALERTS")) {
            alerts.add(String.valueOf(series.labels().get("alertname")));
        }
        assertThat(alerts)
                .contains("MainstemDrift", "MainstemFeatureDrift")
                .doesNotContain("MainstemDown", "MainstemNotReady", "MainstemStandsStill", "MainstemDiverged");
    }

    /** The names of meters in an expression, each with its matchers. */
    private static Set<String> selectors(String expression) {
        String bare = expression
                .replaceAll("\\b(by|on|without|ignoring|group_left|group_right)\\s*\\([^)]*\\)", " ")
                .replaceAll("\\[[^]]*]", " ");
        Set<String> selectors = new LinkedHashSet<>();
        Matcher matcher = SELECTOR.matcher(bare);
        while (matcher.find()) {
            String name = matcher.group(1);
            boolean called = bare.substring(matcher.end(1)).stripLeading().startsWith("(");
            boolean isMeter = name.contains("_") || name.equals("up");
            if (isMeter && !called) {
                selectors.add(matcher.group());
            }
        }
        return selectors;
    }

    static Stream<String> expressions() {
        return Arrays.stream(new String[] {
            "sum by (a_b) (rate(x_total{k=\"v\"}[5m])) / on (c_d) y_z > 0", "min_over_time((x_total / y_z)[10m:1m]) > 1"
        });
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void metersAreFoundInExpressions(String expression) {
        assertThat(selectors(expression))
                .hasSize(2)
                .anyMatch(selector -> selector.startsWith("x_total"))
                .anyMatch(selector -> selector.strip().equals("y_z"));
    }
}
