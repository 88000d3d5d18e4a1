package io.mainstem.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alert rules and configuration, as {@code promtool} sees them. */
class AlertRulesIT {

    private static final Path RULES = PrometheusProcess.FOLDER.resolve("rules/mainstem.rules.yml");
    private static final Path TESTS = PrometheusProcess.FOLDER.resolve("mainstem.test.yml");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @BeforeAll
    static void requirePrometheus() {
        PrometheusProcess.require();
    }

    @Test
    void theirTestsPass() throws Exception {
        PrometheusProcess.promtool(folder, "check", "rules", RULES.toString());
        assertThat(PrometheusProcess.promtool(folder, "test", "rules", TESTS.toString()))
                .contains("SUCCESS");
    }

    @Test
    void theConfigurationIsValid() throws Exception {
        assertThat(PrometheusProcess.promtool(
                        folder,
                        "check",
                        "config",
                        PrometheusProcess.FOLDER.resolve("prometheus.yml").toString()))
                .contains("1 rule files found");
    }

    /** The tests' name what they are about, so that a new alert cannot be forgotten. */
    @Test
    void eachAlertHasATestAndSaysWhatToDo() throws Exception {
        String rules = Files.readString(RULES);
        String tests = Files.readString(TESTS);
        List<String> alerts = found("- alert: (\\w+)", rules);
        assertThat(alerts).hasSizeGreaterThan(15).doesNotHaveDuplicates();
        for (String block : rules.split("- alert: ", -1)) {
            if (!block.startsWith("Mainstem")) {
                continue;
            }
            String alert = block.substring(0, block.indexOf('\n'));
            assertThat(tests).contains("alertname=\"" + alert + "\"");
            assertThat(block)
                    .as(alert)
                    .contains("for: ")
                    .containsPattern("severity: (critical|warning|info)\\b")
                    .contains("summary: ")
                    .containsPattern("description: \\S")
                    .contains("dashboard: ");
        }
        Set<String> silent = Set.copyOf(found("- name: (.*)\\n(?:(?!- name: )[\\s\\S])*?exp_samples: \\[]", tests));
        assertThat(silent).as("tests in which nothing fires at times").hasSizeGreaterThan(alerts.size());
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toList());
    }
}
