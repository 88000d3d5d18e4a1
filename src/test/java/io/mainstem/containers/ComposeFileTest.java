package io.mainstem.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.app.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import scala.jdk.javaapi.CollectionConverters;

/** What {@code docker-compose.yml} must keep to, whoever changes it. */
class ComposeFileTest {

    private static final Pattern PINNED = Pattern.compile("[\\w./-]+:v?\\d+\\.\\d+\\.\\d+[\\w.-]*");

    @SuppressWarnings("NullAway.Init") // set before each test
    private ComposeFile compose;

    private String dockerfile = "";

    @BeforeEach
    void read() throws Exception {
        compose = new ComposeFile();
        dockerfile = Files.readString(Path.of("src", "docker", "Dockerfile"));
    }

    @Test
    void everyImageIsPinned() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        for (String service : compose.services()) {
            assertThat(compose.text(service, "image")).as(service).matches(PINNED);
        }
        assertThat(compose.text("kafka", "image"))
                .as("the broker is of the version that the learner is built with")
                .isEqualTo("apache/kafka:" + found("<kafka.version>(.*)</kafka.version>", pom));
        assertThat(compose.text("learner", "image")).isEqualTo("mainstem:" + found("<version>(.*)</version>", pom));
        assertThat(found("ARG BASE=(.*)", dockerfile)).matches("eclipse-temurin:17\\.\\d+\\.\\d+_\\d+-jre");
    }

    /** By the first that needs it, once: those after it would each make it anew, at the same time. */
    @Test
    void theProgramIsBuiltOnceAndNeverPulled() {
        List<String> builders = compose.services().stream()
                .filter(service -> compose.of(service, "build") != null)
                .toList();
        assertThat(builders).containsExactly("topics");
        assertThat(compose.map("topics", "build")).containsEntry("dockerfile", "src/docker/Dockerfile");
        for (String service : List.of("topics", "learner", "replay")) {
            assertThat(compose.isProgram(service)).as(service).isTrue();
            assertThat(compose.text(service, "pull_policy")).isEqualTo("never");
        }
        assertThat(compose.map("learner", "depends_on")).containsKey("topics");
        assertThat(compose.map("replay", "depends_on")).containsKey("learner");
    }

    @Test
    void onlyThisMachineReachesIt() {
        int ports = 0;
        for (String service : compose.services()) {
            for (String port : compose.list(service, "ports")) {
                ports++;
                assertThat(port).as(service).matches("127\\.0\\.0\\.1:\\d+:\\d+");
            }
            assertThat(compose.of(service, "network_mode")).as(service).isNull();
            assertThat(compose.of(service, "privileged")).as(service).isNull();
        }
        assertThat(ports).isEqualTo(4);
    }

    @Test
    void noPasswordIsWrittenDownOrLeftAsItComes() throws Exception {
        for (String service : compose.services()) {
            compose.map(service, "environment").forEach((name, value) -> assertThat(name.toUpperCase(Locale.ROOT))
                    .as(service + ", " + value)
                    .doesNotContain("PASSWORD", "SECRET", "TOKEN"));
        }
        assertThat(compose.map("grafana", "environment"))
                .containsEntry("GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION", "true")
                .containsEntry("GF_AUTH_DISABLE_LOGIN_FORM", "true")
                .containsEntry("GF_AUTH_BASIC_ENABLED", "false")
                .containsEntry("GF_AUTH_ANONYMOUS_ORG_ROLE", "Viewer");
    }

    @Test
    void whoStaysIsAskedForItsHealthAndWhoIsWaitedForToo() {
        for (String service : compose.services()) {
            Map<String, Object> check = compose.map(service, "healthcheck");
            if (compose.stays(service)) {
                boolean isOfImage =
                        compose.isProgram(service) && check.isEmpty() && dockerfile.contains("HEALTHCHECK ");
                assertThat(isOfImage || check.containsKey("test"))
                        .as("health check of " + service)
                        .isTrue();
                assertThat(compose.of(service, "volumes")).as(service).isNotNull();
            } else {
                assertThat(compose.text(service, "restart")).as(service).isEqualTo("no");
                assertThat(check).as(service).containsEntry("disable", true);
            }
            compose.map(service, "depends_on").forEach((other, how) -> assertThat(((Map<?, ?>) how).get("condition"))
                    .as(service + " after " + other)
                    .isEqualTo(compose.stays(other) ? "service_healthy" : "service_completed_successfully"));
        }
    }

    @Test
    void nobodyMayDoOrTakeMoreThanItNeeds() {
        for (String service : compose.services()) {
            assertThat(compose.text(service, "mem_limit")).as(service).matches("\\d+[mg]");
            assertThat(compose.list(service, "cap_drop")).as(service).containsExactly("ALL");
            assertThat(compose.list(service, "security_opt")).as(service).containsExactly("no-new-privileges:true");
        }
        assertThat(found("USER (\\d+):\\d+", dockerfile)).isNotEqualTo("0");
    }

    @Test
    void whatIsMountedIsThereAndCannotBeWritten() {
        for (String service : compose.services()) {
            for (String volume : compose.list(service, "volumes")) {
                List<String> parts = List.of(volume.split(":", -1));
                if (parts.get(0).startsWith(".")) {
                    assertThat(Path.of(parts.get(0))).as(service).exists();
                    assertThat(parts).as(volume).hasSize(3).endsWith("ro");
                } else {
                    assertThat(compose.volumes()).as(service).contains(parts.get(0));
                }
            }
        }
    }

    @Test
    void commandsAreThoseOfTheProgram() {
        for (String service : List.of("topics", "learner", "replay")) {
            String[] command = compose.list(service, "command").toArray(String[]::new);
            assertThat(new CommandLine(new Main()).parseArgs(command).errors())
                    .as(service)
                    .isEmpty();
        }
    }

    @Test
    void theBrokerKnowsItsSettings() {
        Map<String, String> settings = compose.brokerSettings();
        assertThat(CollectionConverters.asJava(KafkaConfig.configNames())).containsAll(settings.keySet());
        KafkaConfig config = new KafkaConfig(settings, false);
        assertThat(config.autoCreateTopicsEnable()).isFalse();
    }

    @Test
    void namesAndPathsOfOneAreThoseOfTheOthers() throws Exception {
        String scraped = Files.readString(Path.of("dashboards/prometheus/prometheus.yml"));
        assertThat(scraped).contains("targets: [\"learner:8080\"]");
        assertThat(compose.list("learner", "command"))
                .contains("--http=8080", "--http-advertise=learner:8080", "--http-address=0.0.0.0");
        assertThat(Files.readString(Path.of("dashboards/grafana/provisioning/datasources/prometheus.yaml")))
                .contains("url: http://prometheus:9090\n");
        String provider = Files.readString(Path.of("dashboards/grafana/provisioning/dashboards/mainstem.yaml"));
        assertThat(compose.list("grafana", "volumes"))
                .contains("./dashboards/grafana/dashboards:" + found("path: (.*)", provider) + ":ro");
        Object home = compose.map("grafana", "environment").get("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH");
        assertThat(Path.of(
                        "dashboards/grafana/dashboards",
                        Path.of(String.valueOf(home)).getFileName().toString()))
                .exists();
        assertThat(compose.list("prometheus", "command")).contains("--config.file=/etc/prometheus/prometheus.yml");
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
