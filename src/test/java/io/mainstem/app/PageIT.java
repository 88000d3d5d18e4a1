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
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The live page in a real browser, of a learner that runs. Without Chromium the tests are skipped, unless {@code
 * -Dmainstem.chromium=required} says that it must be there. Pictures are in {@code target/screenshots}.
 */
class PageIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final String TOKEN = "0123456789abcdef";
    private static final int EVENTS = 2403;
    private static final int FEW = 50;
    private static final int WIDE = 1440;
    private static final int TABLET = 768;
    private static final int PHONE = 360;
    private static final int HEIGHT = 900;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Browser browser;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Cluster cluster;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static LearnerSpec spec;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static LearnerApplication application;

    private static final List<byte[]> events = Birdstrikes.events(2 * EVENTS);
    private static int sent;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        browser = Browser.start();
        cluster = new Cluster();
        spec = LearnerSpecReader.read(
                Birdstrikes.demo() + "checkpoints: {every: 600}\nmetrics: {every: 100}\n" + Cluster.topics("page"));
        cluster.createTopics(spec, 1);
        application =
                application(spec, "page-test", folder, ServeSettings.anyPort().withToken(TOKEN));
        application.start();
        send(EVENTS);
    }

    @AfterAll
    static void stop() throws Exception {
        // None of them is there where there is no browser.
        for (AutoCloseable each : new @Nullable AutoCloseable[] {browser, application, cluster}) {
            if (each != null) {
                each.close();
            }
        }
    }

    private static LearnerApplication application(LearnerSpec spec, String id, Path folder, ServeSettings settings) {
        return new LearnerApplication(new LearnerTopology(spec), id, cluster.client(), folder, 1, 1, settings, null);
    }

    private static void send(int count) throws Exception {
        cluster.send(spec.topics().events(), events.subList(sent, sent + count));
        sent += count;
        Eventually.holds(
                sent + " events are taken",
                () -> application.status().stream()
                                .mapToLong(LearnerStatus::events)
                                .sum()
                        == sent,
                () -> "but " + application.status());
    }

    @BeforeEach
    void open() throws Exception {
        browser.size(WIDE, HEIGHT);
        browser.dark(false);
        openAt(application);
    }

    private static void openAt(LearnerApplication learner) throws Exception {
        browser.open("about:blank");
        browser.errors();
        browser.open("http://" + learner.address().orElseThrow() + "/");
    }

    /** Whatever else was tested: nothing went wrong in the page. */
    @AfterEach
    void noErrors() throws Exception {
        if (!errorsAreMeant) {
            assertThat(browser.errors()).isEmpty();
        }
    }

    private boolean errorsAreMeant;

    private static void says(String selector, String part) throws Exception {
        StringBuilder last = new StringBuilder();
        Eventually.holds(
                selector + " says: " + part,
                () -> {
                    last.replace(0, last.length(), browser.text(selector));
                    return last.indexOf(part) >= 0;
                },
                () -> "but: " + last);
    }

    private static void there(String selector) throws Exception {
        Eventually.holds(selector + " is there", () -> browser.count(selector) > 0);
    }

    private static void full() throws Exception {
        there("#task .uplot canvas");
        there("#predictions tbody tr");
        there("#network svg.network");
        there("#checkpoints tbody tr");
    }

    @Test
    void showsHowTheLearnerDoesAndGoesOn() throws Exception {
        says("#learner", "birdstrikes");
        full();
        assertThat(browser.count("#task-list [role=tab]")).isEqualTo(3);
        assertThat(browser.text("#task .facts")).contains("Joint training").contains("Coverage");
        assertThat(browser.text("#task"))
                .contains("Log loss")
                .contains("class frequencies")
                .contains("its twin alone");
        assertThat(browser.text("#network")).contains("airport").contains("speed");
        says("#tile-taken", String.format(Locale.ROOT, "%,d", sent));
        send(FEW);
        says("#tile-taken", String.format(Locale.ROOT, "%,d", sent));
        says("#state", "Learning");
        browser.picture(PICTURES.resolve("learning-light.png"));
    }

    @Test
    void looksWellOnEveryScreen() throws Exception {
        full();
        for (boolean dark : new boolean[] {false, true}) {
            browser.dark(dark);
            for (int width : new int[] {WIDE, TABLET, PHONE}) {
                browser.size(width, HEIGHT);
                full();
                int asked = width;
                Eventually.holds(
                        "nothing is wider than " + width,
                        () -> widths().get(0).asInt() <= widths().get(1).asInt()
                                && widths().get(1).asInt() == asked,
                        () -> "but " + seenWidths);
                browser.picture(PICTURES.resolve(width + (dark ? "-dark.png" : "-light.png")));
            }
        }
    }

    /** Of the page's content, and of what is seen of it at once. */
    private static JsonNode widths() throws Exception {
        JsonNode widths = browser.script("return [document.documentElement.scrollWidth, innerWidth]");
        seenWidths = widths.toString();
        return widths;
    }

    private static String seenWidths = "";

    @Test
    void hasNoSeriousBarriers() throws Exception {
        full();
        for (boolean dark : new boolean[] {false, true}) {
            browser.dark(dark);
            browser.size(WIDE, HEIGHT);
            assertThat(barriers()).as("wide, dark: " + dark).isEmpty();
            browser.size(PHONE, HEIGHT);
            browser.script("document.querySelectorAll('details').forEach(each => each.open = true)");
            assertThat(barriers()).as("phone, dark: " + dark).isEmpty();
            browser.script("document.querySelector('#checkpoints button[data-version]').click()");
            there("#confirm[open]");
            assertThat(barriers()).as("dialog, dark: " + dark).isEmpty();
            browser.keys(Browser.ESCAPE);
        }
    }

    /** What axe finds that is serious or critical, a line each. */
    private static List<String> barriers() throws Exception {
        try (InputStream axe = Objects.requireNonNull(PageIT.class.getResourceAsStream("/axe.min.js"))) {
            browser.script(new String(axe.readAllBytes(), UTF_8) + ";window.axe = axe;");
        }
        JsonNode found = browser.awaited(
                """
                const done = arguments[arguments.length - 1];
                axe.run(document, {resultTypes: ["violations"]}).then(
                  result => done(result.violations.filter(each => each.impact === "serious" || each.impact === "critical")
                    .flatMap(each => each.nodes.map(node => each.id + ": " + node.html.slice(0, 200) + " " + node.failureSummary))),
                  problem => done(["axe failed: " + problem]));
                """);
        List<String> lines = new ArrayList<>();
        found.forEach(each -> lines.add(each.asText()));
        return lines;
    }

    @Test
    void allIsReachedByKeyboard() throws Exception {
        full();
        browser.keys(Browser.TAB);
        assertThat(focused("className")).isEqualTo("skip");
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 60 && !order.contains("API"); i++) {
            browser.keys(Browser.TAB);
            order.add(focused("textContent").strip());
            assertThat(browser.script("const style = getComputedStyle(document.activeElement);"
                                    + "return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2")
                            .asBoolean())
                    .as("focus is seen on " + order.get(order.size() - 1))
                    .isTrue();
        }
        assertThat(order).contains("by time", "accuracy", "As a table", "Hold", "Go back", "API");
        assertThat(order.indexOf("by time")).isLessThan(order.indexOf("accuracy"));
        assertThat(order.indexOf("accuracy")).isLessThan(order.indexOf("Hold"));
        assertThat(order.indexOf("Hold")).isLessThan(order.indexOf("Go back"));

        browser.script("document.querySelector('#task-list [aria-selected=true]').focus()");
        browser.keys(Browser.DOWN + Browser.DOWN);
        says("#task-name", "speed");
        assertThat(browser.text("#task-list [aria-selected=true] .name")).isEqualTo("speed");
        says("#task", "Width of the intervals");
        browser.script("document.querySelector('#task summary').focus()");
        browser.keys(Browser.ENTER);
        there("#task details[open] tbody tr");
    }

    private static String focused(String property) throws Exception {
        return browser.script("return String(document.activeElement[arguments[0]])", property)
                .asText();
    }

    @Test
    void goesBackToAVersion() throws Exception {
        full();
        there("#checkpoints button[data-version='1']");
        int epoch = model().path("epoch").asInt();
        browser.script("document.querySelector(\"#checkpoints button[data-version='1']\").focus()");
        browser.keys(Browser.ENTER);
        there("#confirm[open]");
        says("#confirm", "Go back to version 1?");
        says("#confirm", "only the newest " + spec.checkpoints().keep() + " stay");
        assertThat(focused("id")).isEqualTo("confirm-token");
        for (int i = 0; i < 6; i++) {
            browser.keys(Browser.TAB);
            assertThat(browser.script("return document.activeElement === document.body"
                                    + " || document.querySelector('#confirm').contains(document.activeElement)")
                            .asBoolean())
                    .as("focus stays in the dialog")
                    .isTrue();
        }
        browser.keys(Browser.ESCAPE);
        assertThat(focused("ariaLabel")).isEqualTo("Go back to version 1");
        assertThat(model().path("epoch").asInt()).isEqualTo(epoch);

        errorsAreMeant = true; // of the wrong token
        browser.keys(Browser.ENTER);
        there("#confirm[open]");
        browser.keys("wrong" + Browser.ENTER);
        says("#confirm .problem", "That is not the token");
        browser.keys(TOKEN);
        browser.picture(PICTURES.resolve("dialog.png"));
        browser.keys(Browser.ENTER);
        Eventually.holds("the dialog is closed", () -> browser.count("#confirm[open]") == 0);
        assertThat(model().path("epoch").asInt()).isEqualTo(epoch + 1);
        says("#checkpoints-note", "Went back to version 1");
        Eventually.holds("focus is back", () -> focused("ariaLabel").equals("Go back to version 1"));
        says("#tile-model", "gone back");
        assertThat(browser.errors()).allMatch(line -> line.contains("401"));
    }

    private static JsonNode model() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + application.address().orElseThrow() + "/v1/model"))
                .build();
        return JSON.readTree(CLIENT.send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("replicas")
                .path(0)
                .path("model");
    }

    @Test
    void saysThatTheStreamStandsStillAndThatLearningIsPaused() throws Exception {
        says("#state", "Stands still");
        says("#notice", "The stream stands still since ");
        browser.picture(PICTURES.resolve("still.png"));
        command("pause");
        says("#state", "Paused");
        says("#notice", "Learning is paused");
        browser.picture(PICTURES.resolve("paused.png"));
        command("resume");
        says("#state", "Stands still");
    }

    /** Its last point is as old as the last record, not as the page. */
    @Test
    void pointsHaveTheTimeOfTheirRecords() throws Exception {
        says("#notice", "The stream stands still since ");
        there("#task .uplot canvas");
        browser.script("document.querySelector('#task details').open = true");
        there("#task details[open] tbody tr");
        LocalTime since = LocalTime.parse(browser.text("#notice").replaceFirst(".* since (\\S+),.*", "$1"));
        LocalTime newest = LocalTime.parse(browser.text("#task details[open] tbody tr td"));
        assertThat(Duration.between(since, newest).toSeconds()).isLessThanOrEqualTo(2);
    }

    @Test
    void pausesLearningAndLetsItGoOn() throws Exception {
        says("#pause", "Pause learning");
        browser.script("document.querySelector('#pause button').focus()");
        browser.keys(Browser.ENTER);
        there("#confirm[open]");
        says("#confirm", "Pause learning?");
        assertThat(barriers()).isEmpty();
        browser.keys(TOKEN + Browser.ENTER);
        says("#state", "Paused");
        says("#notice", "Learning is paused");
        says("#pause", "Resume learning");
        Eventually.holds("focus is back", () -> focused("textContent").equals("Resume learning"));
        browser.keys(Browser.ENTER);
        says("#confirm[open]", "Resume learning?");
        browser.keys(Browser.ENTER);
        says("#pause", "Pause learning");
        says("#state", "Stands still");
    }

    private static final String LATE =
            """
            name: parcels
            features: {weight: {type: number}, shop: {type: category}}
            tasks:
              returned: {type: binary, wait: 1h, otherwise: false}
              carrier: {type: multiclass, classes: [the carrier that comes by bicycle on Sundays, the carrier that leaves it at the neighbour of a neighbour]}
              damage: {type: regression}
              groups: {type: clustering, k: 2}
            trunk: {layers: [64, 32], activation: relu}
            twins: {cost: 0.5}
            """;

    private static byte[] late(String rest) {
        return ("{" + rest + "}").replace('\'', '"').getBytes(UTF_8);
    }

    private static byte[] parcel(String id, String time, String labels) {
        return late("'id':'" + id + "','time':'2026-01-01T" + time + ":00Z','features':{'weight':3,'shop':'" + id
                + "'},'labels':{" + labels + "}");
    }

    @Test
    void saysWhatBecomesOfLabelsThatComeLater(@TempDir Path folder) throws Exception {
        LearnerSpec late = LearnerSpecReader.read(LATE + Cluster.topics("late"));
        cluster.createTopics(late, 2);
        String topic = late.topics().events();
        try (LearnerApplication learner = new LearnerApplication(
                new LearnerTopology(late),
                "page-late",
                cluster.client(),
                folder,
                1,
                2,
                ServeSettings.anyPort().withToken(TOKEN),
                null)) {
            learner.start();
            openAt(learner);
            cluster.send(
                    topic,
                    0,
                    List.of(parcel("1", "12:00", "'carrier':'the carrier that comes by bicycle on Sundays'")));
            says("#predictions", "to come …");
            says("#predictions", "no label");
            AtomicInteger newer = new AtomicInteger();
            Eventually.holds("newer ones have taken its place", () -> {
                cluster.send(topic, 0, List.of(parcel("n" + newer.incrementAndGet(), "12:01", "")));
                return !ids().contains("1");
            });
            cluster.send(late.topics().labels(), 0, List.of(late("'id':'1','labels':{'returned':true}")));
            Eventually.holds("it is there again", () -> ids().contains("1"));
            cluster.send(topic, 0, List.of(parcel("2", "12:10", "'damage':4")));
            says("#predictions", "to come …");
            cluster.send(topic, 0, List.of(parcel("3", "14:00", "'damage':5,'returned':false")));
            says("#predictions", "none came: taken for it");
            assertThat(browser.script("const it = document.querySelector('#predictions .scroll');"
                                    + "return it.scrollWidth - it.clientWidth")
                            .asInt())
                    .as("what is not seen of the table")
                    .isZero();

            browser.script("location.hash = 'task=groups'");
            says("#task-name", "groups");
            says("#task .facts", "a clustering task has no twin");

            for (boolean dark : new boolean[] {false, true}) {
                browser.dark(dark);
                for (int width : new int[] {WIDE, 390}) {
                    browser.size(width, HEIGHT);
                    Eventually.holds("the network is as wide as the page", () -> browser.script(
                                    "const it = document.querySelector('#network svg.network');"
                                            + "return it && it.clientWidth > arguments[0] / 2 && it.clientWidth < arguments[0]",
                                    width)
                            .asBoolean());
                    assertThat(textBesideItsBox()).isEmpty();
                    browser.picture(PICTURES.resolve("late-" + width + (dark ? "-dark.png" : "-light.png")));
                }
            }

            browser.script("const choice = document.querySelector('#replica');"
                    + "choice.value = '1'; choice.dispatchEvent(new Event('change'))");
            says("#predictions", "No event has been predicted yet");
            cluster.send(topic, 1, List.of(parcel("4", "14:10", "'damage':4")));
            says("#predictions tbody th", "4");
            assertThat(browser.errors()).isEmpty();
            browser.open("about:blank"); // before the learner goes
        }
    }

    /** Of the predictions that are shown. */
    private static List<String> ids() throws Exception {
        List<String> ids = new ArrayList<>();
        browser.script("return [...document.querySelectorAll('#predictions tbody th')].map(each => each.textContent)")
                .forEach(id -> ids.add(id.asText()));
        return ids;
    }

    /** Of the network's boxes, a line each. */
    private static JsonNode textBesideItsBox() throws Exception {
        return browser.script(
                """
                return [...document.querySelectorAll("#network g")].flatMap(group => {
                  const box = group.querySelector("rect").getBoundingClientRect();
                  return [...group.querySelectorAll("text")].filter(text => text.textContent).filter(text => {
                    const own = text.getBoundingClientRect();
                    return own.left < box.left || own.right > box.right || own.top < box.top || own.bottom > box.bottom;
                  }).map(text => text.textContent);
                });
                """);
    }

    private static void command(String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + application.address().orElseThrow() + "/v1/control"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .POST(HttpRequest.BodyPublishers.ofString("{\"command\":\"" + name + "\"}"))
                .build();
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void saysThatTheConnectionIsLostAndComesBack(@TempDir Path first, @TempDir Path second) throws Exception {
        errorsAreMeant = true; // the browser tells of each request that fails
        LearnerSpec other = LearnerSpecReader.read(Birdstrikes.yaml() + Cluster.topics("lost"));
        cluster.createTopics(other, 1);
        int port;
        try (LearnerApplication learner = application(other, "page-lost", first, ServeSettings.anyPort())) {
            learner.start();
            openAt(learner);
            port = URI.create("http://" + learner.address().orElseThrow()).getPort();
            says("#state", "Waiting for the first event");
            says("#task", "No label of size has come yet");
            says("#predictions", "No event has been predicted yet");
            says("#checkpoints", "There is no version yet");
            says("#checkpoints-note", "started without a token");
            browser.picture(PICTURES.resolve("empty.png"));
            cluster.send(other.topics().events(), events.subList(0, 1203));
            full();
            assertThat(browser.count("#checkpoints button[data-version]")).isZero();
        }
        says("#state", "Connection lost");
        says("#notice", "tries again by itself");
        browser.picture(PICTURES.resolve("lost.png"));
        ServeSettings again = new ServeSettings(
                ServeSettings.LOOPBACK,
                port,
                false,
                List.of(),
                null,
                ServeSettings.anyPort().limits());
        try (LearnerApplication learner = application(other, "page-lost", second, again)) {
            learner.start();
            says("#state", "Stands still");
            says("#tile-taken", "1,203");
        }
    }
}
