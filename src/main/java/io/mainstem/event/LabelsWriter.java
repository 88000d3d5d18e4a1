package io.mainstem.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Writes labels as they stand in events; thread-safe. */
public final class LabelsWriter {

    private final List<TaskSpec> tasks;
    private final LabelLayout layout;

    public LabelsWriter(LearnerSpec spec) {
        tasks = spec.tasks();
        layout = new LabelLayout(tasks);
    }

    /** One JSON object, UTF-8; tasks without a label, and those that cluster, are left out. */
    public byte[] write(Labels labels) {
        return JsonFields.object(new ByteArrayOutputStream(128), json -> {
            for (int t = 0; t < tasks.size(); t++) {
                if (labels.present()[t] && !(tasks.get(t) instanceof TaskSpec.Clustering)) {
                    json.writeFieldName(tasks.get(t).name());
                    write(json, tasks.get(t), labels.values(), layout.labelOffset(t));
                }
            }
        });
    }

    private static void write(JsonGenerator json, TaskSpec task, double[] values, int slot) throws IOException {
        if (task instanceof TaskSpec.Binary) {
            json.writeBoolean(values[slot] == 1);
        } else if (task instanceof TaskSpec.Multiclass multiclass) {
            json.writeString(multiclass.classes().get((int) values[slot]));
        } else if (task instanceof TaskSpec.Multilabel multilabel) {
            json.writeStartArray();
            for (int l = 0; l < multilabel.labels().size(); l++) {
                if (values[slot + l] == 1) {
                    json.writeString(multilabel.labels().get(l));
                }
            }
            json.writeEndArray();
        } else if (task.labelWidth() == 1) {
            json.writeNumber(values[slot]);
        } else {
            json.writeStartArray();
            for (int i = 0; i < task.labelWidth(); i++) {
                json.writeNumber(values[slot + i]);
            }
            json.writeEndArray();
        }
    }
}
