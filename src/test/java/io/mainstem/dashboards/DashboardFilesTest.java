package io.mainstem.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be seen of the dashboards without running them. */
class DashboardFilesTest {

    private static final int GRID = 24;

    static List<Dashboard> all() throws Exception {
        return Dashboard.all();
    }

    @Test
    void thereIsOneForEachQuestion() throws Exception {
        assertThat(all())
                .extracting(Dashboard::uid)
                .containsExactlyInAnyOrder(
                        "mainstem-learning", "mainstem-transfer-drift", "mainstem-stream", "mainstem-labels");
        assertThat(all()).extracting(each -> each.json().path("title").asText()).doesNotHaveDuplicates();
    }

    @Test
    void theReadmeNamesThem() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        for (Dashboard dashboard : all()) {
            String title = dashboard.json().path("title").asText();
            assertThat(readme).contains("| " + title.substring("Mainstem: ".length()) + " |");
        }
    }

    /** What alerts point at is there. */
    @Test
    void alertsNameDashboardsThatAreThere() throws Exception {
        String rules = Files.readString(PrometheusProcess.FOLDER.resolve("rules/mainstem.rules.yml"));
        Set<String> named = rules.lines()
                .filter(line -> line.strip().startsWith("dashboard: "))
                .map(line -> line.strip().substring("dashboard: ".length()))
                .collect(Collectors.toSet());
        assertThat(all().stream().map(Dashboard::uid)).containsAll(named);
    }

    @Test
    void theirDataSourceIsTheOneThatIsProvisioned() throws Exception {
        assertThat(Files.readString(Path.of("dashboards/grafana/provisioning/datasources/prometheus.yaml")))
                .contains("uid: prometheus\n");
        for (Dashboard dashboard : all()) {
            JsonNode variable = dashboard.json().path("templating").path("list").get(0);
            assertThat(variable.path("type").asText()).isEqualTo("datasource");
            assertThat(variable.path("name").asText()).isEqualTo("datasource");
            assertThat(variable.path("current").path("value").asText()).isEqualTo("prometheus");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void itCanBeChosenFromAndLeadsToTheOthers(Dashboard dashboard) {
        assertThat(dashboard.variables().keySet()).containsExactly("application", "partition", "task");
        JsonNode json = dashboard.json();
        assertThat(json.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(json.has("id")).as("Grafana gives ids").isFalse();
        assertThat(json.path("description").asText()).isNotBlank();
        assertThat(json.path("links").get(0).path("tags").get(0).asText())
                .isEqualTo(json.path("tags").get(0).asText());
        assertThat(json.path("links").get(0).path("includeVars").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyPanelSaysWhatItIs(Dashboard dashboard) {
        assertThat(dashboard.panels()).extracting(Panel::title).doesNotHaveDuplicates();
        assertThat(dashboard.json().path("panels"))
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates();
        for (Panel panel : dashboard.panels()) {
            assertThat(panel.title()).endsWith("?");
            assertThat(panel.json().path("description").asText())
                    .as(panel.title())
                    .hasSizeGreaterThan(20);
            assertThat(panel.json()
                            .path("fieldConfig")
                            .path("defaults")
                            .path("unit")
                            .asText())
                    .as("unit of " + panel.title())
                    .isNotBlank();
            assertThat(panel.queries()).as(panel.title()).isNotEmpty();
            assertThat(panel.queries()).extracting(Panel.Query::ref).doesNotHaveDuplicates();
            for (JsonNode target : panel.json().path("targets")) {
                assertThat(target.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
                assertThat(target.path("expr").asText()).contains("application=\"$application\"");
                assertThat(target.path("legendFormat").asText().isEmpty())
                        .as("legend of " + panel.title())
                        .isEqualTo(panel.isTable());
            }
            assertThat(panel.isRepeated())
                    .as(panel.title())
                    .isEqualTo(panel.title().startsWith("$task"));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void noPanelLiesOnAnother(Dashboard dashboard) {
        boolean[][] taken = new boolean[200][GRID];
        for (JsonNode panel : dashboard.json().path("panels")) {
            JsonNode at = panel.path("gridPos");
            assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(GRID);
            for (int y = at.path("y").asInt();
                    y < at.path("y").asInt() + at.path("h").asInt();
                    y++) {
                for (int x = at.path("x").asInt();
                        x < at.path("x").asInt() + at.path("w").asInt();
                        x++) {
                    assertThat(taken[y][x])
                            .as(panel.path("title").asText() + " at " + x + ", " + y)
                            .isFalse();
                    taken[y][x] = true;
                }
            }
        }
    }

    /** A row of panels ends where the next one begins: Grafana would move them up otherwise. */
    @ParameterizedTest
    @MethodSource("all")
    void noRowOfPanelsHasAGap(Dashboard dashboard) {
        List<Integer> widths = new ArrayList<>();
        StreamSupport.stream(dashboard.json().path("panels").spliterator(), false)
                .collect(Collectors.groupingBy(
                        panel -> panel.path("gridPos").path("y").asInt(),
                        Collectors.summingInt(
                                panel -> panel.path("gridPos").path("w").asInt())))
                .values()
                .forEach(widths::add);
        assertThat(widths).containsOnly(GRID);
    }
}
