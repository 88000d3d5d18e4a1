package io.mainstem.learn.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mainstem.encode.InputLayout;
import io.mainstem.encode.TermWeights;
import io.mainstem.spec.FeatureSpec;
import io.mainstem.spec.TaskSpec;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** What the columns of the input and of the outputs mean, as JSON in the model's metadata. */
final class Description {

    private static final JsonFactory JSON = new JsonFactory();

    private Description() {}

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** A list with, for each feature, its columns from {@code from} to before {@code to}, and what is to stand there. */
    static String columns(List<FeatureSpec> features, InputLayout layout, int[] offsets) {
        return list(json -> {
            for (int f = 0; f < features.size(); f++) {
                FeatureSpec feature = features.get(f);
                boolean hashed = layout.denseWidth(f) == 0;
                int width = hashed ? layout.buckets(f) + 1 : layout.denseWidth(f);
                json.writeStartObject();
                json.writeStringField("feature", feature.name());
                json.writeStringField("type", type(feature));
                json.writeNumberField("from", offsets[f]);
                json.writeNumberField("to", offsets[f] + width);
                if (hashed) {
                    json.writeNumberField("buckets", layout.buckets(f));
                    json.writeNumberField("missing", offsets[f] + layout.buckets(f));
                    json.writeNumberField("norm", TermWeights.NORM);
                } else {
                    json.writeStringField("missing", "NaN");
                }
                json.writeEndObject();
            }
        });
    }

    /** Numbers are {@code number}; a record's name says the others'. */
    private static String type(FeatureSpec feature) {
        return feature instanceof FeatureSpec.Numeric
                ? "number"
                : feature.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** A list with, for each task, its outputs by name and what their columns stand for. */
    static String outputs(List<TaskSpec> tasks, List<TaskOutputs> outputs) {
        return list(json -> {
            for (int t = 0; t < tasks.size(); t++) {
                TaskSpec task = tasks.get(t);
                json.writeStartObject();
                json.writeStringField("task", task.name());
                json.writeStringField("type", task.getClass().getSimpleName().toLowerCase(Locale.ROOT));
                json.writeStringField("output", outputs.get(t).value());
                if (task instanceof TaskSpec.Multiclass multiclass) {
                    strings(json, "classes", multiclass.classes());
                } else if (task instanceof TaskSpec.Multilabel multilabel) {
                    strings(json, "labels", multilabel.labels());
                } else if (task instanceof TaskSpec.Clustering) {
                    json.writeStringField("distance", outputs.get(t).distance());
                }
                json.writeEndObject();
            }
        });
    }

    private static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static String list(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            body.write(json);
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
