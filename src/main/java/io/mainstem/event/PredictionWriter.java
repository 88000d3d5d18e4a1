package io.mainstem.event;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Writes predictions as the values of their records. A number that is not finite, which a diverged network gives, is
 * written as null. Not thread-safe.
 */
public final class PredictionWriter {

    private static final SerializableString ID = new SerializedString("id");
    private static final SerializableString PREDICTIONS = new SerializedString("predictions");

    private final List<TaskOutput> tasks;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    public PredictionWriter(LearnerSpec spec) {
        LabelLayout layout = new LabelLayout(spec.tasks());
        TaskOutput[] outputs = new TaskOutput[layout.tasks()];
        for (int t = 0; t < outputs.length; t++) {
            TaskSpec task = spec.tasks().get(t);
            outputs[t] = TaskOutput.of(layout.outputOffset(t), layout.regionOffset(t), task);
        }
        tasks = List.of(outputs);
    }

    /** One JSON object, UTF-8, without a line feed. */
    public byte[] write(Prediction prediction) {
        return JsonFields.object(bytes, json -> {
            json.writeFieldName(ID);
            json.writeString(prediction.id());
            JsonFields.time(json, prediction.time());
            JsonFields.model(json, prediction.model());
            json.writeFieldName(PREDICTIONS);
            json.writeStartObject();
            for (TaskOutput task : tasks) {
                task.write(json, prediction.outputs(), prediction.regions());
            }
            json.writeEndObject();
        });
    }
}
