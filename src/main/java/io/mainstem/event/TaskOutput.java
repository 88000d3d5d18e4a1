package io.mainstem.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.mainstem.spec.TaskSpec;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a prediction says of one task, from its slots of arrays as in {@link Prediction}. */
sealed interface TaskOutput {

    SerializableString VALUE = new SerializedString("value");
    SerializableString PROBABILITY = new SerializedString("probability");
    SerializableString DISTANCE = new SerializedString("distance");
    SerializableString PROBABILITIES = new SerializedString("probabilities");
    SerializableString INTERVAL = new SerializedString("interval");
    SerializableString SET = new SerializedString("set");

    /** From this probability on the answer is yes. */
    double THRESHOLD = 0.5;

    /** Writes the field of the task, name and value. */
    void write(JsonGenerator json, double[] outputs, double @Nullable [] regions) throws IOException;

    /**
     * Of a task.
     *
     * @param slot its first one of the outputs
     * @param region its first one of the regions
     */
    static TaskOutput of(int slot, int region, TaskSpec spec) {
        SerializableString name = new SerializedString(spec.name());
        if (spec instanceof TaskSpec.Binary) {
            return new Binary(name, slot, region);
        } else if (spec instanceof TaskSpec.Multiclass multiclass) {
            return new Multiclass(name, slot, region, serialized(multiclass.classes()));
        } else if (spec instanceof TaskSpec.Multilabel multilabel) {
            return new Multilabel(name, slot, serialized(multilabel.labels()));
        } else if (spec instanceof TaskSpec.Regression regression) {
            return new Regression(name, slot, region, regression.outputs());
        }
        if (spec instanceof TaskSpec.Clustering) {
            return new Cluster(name, slot);
        }
        throw new IllegalArgumentException("no form for predictions of tasks like " + spec);
    }

    record Binary(SerializableString name, int slot, int region) implements TaskOutput {
        @Override
        public void write(JsonGenerator json, double[] outputs, double @Nullable [] regions) throws IOException {
            double probability = outputs[slot];
            begin(json, name);
            if (Double.isFinite(probability)) {
                json.writeBoolean(probability >= THRESHOLD);
            } else {
                json.writeNull();
            }
            json.writeFieldName(PROBABILITY);
            writeNumber(json, probability);
            if (regions != null && !Double.isNaN(regions[region])) {
                json.writeFieldName(SET);
                json.writeStartArray();
                if (Region.contains(1 - probability, regions[region])) {
                    json.writeBoolean(false);
                }
                if (Region.contains(probability, regions[region])) {
                    json.writeBoolean(true);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
    }

    /** The value is the most probable class, the first of equals. */
    record Multiclass(SerializableString name, int slot, int region, List<SerializableString> classes)
            implements TaskOutput {
        @Override
        public void write(JsonGenerator json, double[] outputs, double @Nullable [] regions) throws IOException {
            int best = 0;
            for (int c = 1; c < classes.size(); c++) {
                if (outputs[slot + c] > outputs[slot + best]) {
                    best = c;
                }
            }
            begin(json, name);
            if (Double.isFinite(outputs[slot + best])) {
                json.writeString(classes.get(best));
            } else {
                json.writeNull();
            }
            writeProbabilities(json, classes, outputs, slot);
            if (regions != null && !Double.isNaN(regions[region])) {
                json.writeFieldName(SET);
                json.writeStartArray();
                for (int c = 0; c < classes.size(); c++) {
                    if (Region.contains(outputs[slot + c], regions[region])) {
                        json.writeString(classes.get(c));
                    }
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
    }

    record Multilabel(SerializableString name, int slot, List<SerializableString> labels) implements TaskOutput {
        @Override
        public void write(JsonGenerator json, double[] outputs, double @Nullable [] regions) throws IOException {
            begin(json, name);
            json.writeStartArray();
            for (int l = 0; l < labels.size(); l++) {
                if (outputs[slot + l] >= THRESHOLD) {
                    json.writeString(labels.get(l));
                }
            }
            json.writeEndArray();
            writeProbabilities(json, labels, outputs, slot);
            json.writeEndObject();
        }
    }

    record Regression(SerializableString name, int slot, int region, int outputs) implements TaskOutput {
        @Override
        public void write(JsonGenerator json, double[] values, double @Nullable [] regions) throws IOException {
            begin(json, name);
            if (outputs == 1) {
                writeNumber(json, values[slot]);
            } else {
                json.writeStartArray();
                for (int i = 0; i < outputs; i++) {
                    writeNumber(json, values[slot + i]);
                }
                json.writeEndArray();
            }
            writeIntervals(json, values, regions);
            json.writeEndObject();
        }

        /** Null for an output that has none beside others that have. */
        private void writeIntervals(JsonGenerator json, double[] values, double @Nullable [] regions)
                throws IOException {
            int some = 0;
            for (int i = 0; regions != null && i < outputs; i++) {
                some += Double.isNaN(regions[region + i]) ? 0 : 1;
            }
            if (regions == null || some == 0) {
                return;
            }
            json.writeFieldName(INTERVAL);
            if (outputs == 1) {
                writeInterval(json, values[slot], regions[region]);
                return;
            }
            json.writeStartArray();
            for (int i = 0; i < outputs; i++) {
                if (Double.isNaN(regions[region + i])) {
                    json.writeNull();
                } else {
                    writeInterval(json, values[slot + i], regions[region + i]);
                }
            }
            json.writeEndArray();
        }

        private static void writeInterval(JsonGenerator json, double value, double halfWidth) throws IOException {
            json.writeStartArray();
            json.writeNumber(Region.low(value, halfWidth));
            json.writeNumber(Region.high(value, halfWidth));
            json.writeEndArray();
        }
    }

    record Cluster(SerializableString name, int slot) implements TaskOutput {
        @Override
        public void write(JsonGenerator json, double[] outputs, double @Nullable [] regions) throws IOException {
            begin(json, name);
            if (Double.isFinite(outputs[slot])) {
                json.writeNumber((int) outputs[slot]);
            } else {
                json.writeNull();
            }
            json.writeFieldName(DISTANCE);
            writeNumber(json, outputs[slot + 1]);
            json.writeEndObject();
        }
    }

    private static void begin(JsonGenerator json, SerializableString name) throws IOException {
        json.writeFieldName(name);
        json.writeStartObject();
        json.writeFieldName(VALUE);
    }

    private static void writeProbabilities(
            JsonGenerator json, List<SerializableString> names, double[] outputs, int slot) throws IOException {
        json.writeFieldName(PROBABILITIES);
        json.writeStartObject();
        for (int i = 0; i < names.size(); i++) {
            json.writeFieldName(names.get(i));
            writeNumber(json, outputs[slot + i]);
        }
        json.writeEndObject();
    }

    private static void writeNumber(JsonGenerator json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    private static List<SerializableString> serialized(List<String> names) {
        return names.stream().<SerializableString>map(SerializedString::new).toList();
    }
}
