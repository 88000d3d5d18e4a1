package io.mainstem.app;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.mainstem.event.Drift;
import io.mainstem.event.DriftCodec;
import io.mainstem.event.TaskMetrics;
import io.mainstem.event.TaskMetricsCodec;
import io.mainstem.learn.Learner;
import io.mainstem.observe.Course;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How a run over a file went, as one page that needs nothing beside it: styles, script, chart library and data are all
 * in the file, and it loads nothing.
 */
final class HtmlReport {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private static final String PAGE = "/io/mainstem/app/report.html";
    private static final String TOKENS = "/io/mainstem/page/tokens.css";
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private final LearnerSpec spec;
    private final Map<String, Course<TaskMetrics>> history;
    private final List<Drift> drifts;

    /**
     * A report that knows how the run went.
     *
     * @param history of all tasks
     * @param drifts in the order in which they were noticed
     */
    HtmlReport(LearnerSpec spec, Map<String, Course<TaskMetrics>> history, List<Drift> drifts) {
        this.spec = spec;
        this.history = history;
        this.drifts = drifts;
    }

    /**
     * Writes the page.
     *
     * @param elapsed of the run
     * @param file the text of the learner file
     */
    void write(Learner learner, Duration elapsed, String file, OutputStream out) throws IOException {
        String page = resource(PAGE);
        for (Map.Entry<String, String> part : List.of(
                Map.entry("/*{chart styles}*/", resource(CHARTS + "uPlot.min.css")),
                Map.entry("/*{styles}*/", resource(TOKENS) + resource("/io/mainstem/app/report.css")),
                Map.entry("/*{chart script}*/", resource(CHARTS + "uPlot.iife.min.js")),
                Map.entry("/*{script}*/", resource("/io/mainstem/app/report.js")),
                Map.entry("{data}", data(learner, elapsed, file)))) {
            page = page.replace(part.getKey(), part.getValue());
        }
        out.write(page.getBytes(StandardCharsets.UTF_8));
    }

    private String data(Learner learner, Duration elapsed, String file) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("learner", spec.name());
            json.writeStringField("program", Version.current());
            json.writeStringField("written", Instant.now().toString());
            json.writeNumberField("events", learner.events());
            json.writeNumberField("rejected", learner.rejected());
            json.writeNumberField("seconds", elapsed.toNanos() / 1e9);
            json.writeNumberField("steps", learner.model().step());
            json.writeNumberField("parameters", learner.parameters());
            json.writeStringField("weights", learner.checkpoint().weightsChecksum());
            json.writeNumberField("window", spec.metrics().window());
            json.writeStringField("file", file);
            List<TaskMetrics> last = learner.metrics();
            json.writeArrayFieldStart("sentences");
            for (String sentence : Findings.of(spec, last).sentences()) {
                json.writeString(sentence);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("tasks");
            for (int t = 0; t < last.size(); t++) {
                task(json, spec.tasks().get(t), last.get(t));
            }
            json.writeEndArray();
            json.writeArrayFieldStart("drifts");
            for (Drift drift : drifts) {
                json.writeStartObject();
                DriftCodec.writeFields(json, drift);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // In JSON it stands in strings only, and there it could end the element in which the data are.
        return text.toString().replace("<", "\\u003c");
    }

    private void task(JsonGenerator json, TaskSpec task, TaskMetrics last) throws IOException {
        TaskView view = TaskView.of(task);
        json.writeStartObject();
        json.writeStringField("name", task.name());
        json.writeStringField("type", view.type());
        json.writeStringField("baseline", view.baseline());
        json.writeArrayFieldStart("metrics");
        for (TaskView.Metric metric : view.metrics()) {
            json.writeStartObject();
            json.writeStringField("key", metric.key());
            json.writeStringField("title", metric.title());
            json.writeBooleanField("lowerIsBetter", metric.lowerIsBetter());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("history");
        Course<TaskMetrics> course = history.get(task.name());
        for (TaskMetrics metrics : course == null ? List.<TaskMetrics>of() : course.all()) {
            if (metrics.labels() < last.labels()) {
                record(json, metrics);
            }
        }
        record(json, last);
        json.writeEndArray();
        json.writeEndObject();
    }

    /** As it stands in the topic. */
    private static void record(JsonGenerator json, TaskMetrics metrics) throws IOException {
        json.writeRawValue(new String(TaskMetricsCodec.write(metrics), StandardCharsets.UTF_8));
    }

    private static String resource(String name) {
        try (InputStream in = requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
