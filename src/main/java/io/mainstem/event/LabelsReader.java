package io.mainstem.event;

import com.fasterxml.jackson.core.JsonToken;
import io.mainstem.spec.TaskSpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the object of an event's labels. Not thread-safe. */
final class LabelsReader {

    private final Map<String, LabelReader> byName = new HashMap<>();
    private final LabelLayout layout;
    private final long[] lastSeen;
    private long record;

    LabelsReader(List<TaskSpec> tasks) {
        layout = new LabelLayout(tasks);
        for (int t = 0; t < tasks.size(); t++) {
            byName.put(tasks.get(t).name(), LabelReader.of(t, layout.labelOffset(t), tasks.get(t)));
        }
        lastSeen = new long[tasks.size()];
    }

    Labels none() {
        return Labels.none(layout);
    }

    /**
     * Reads the object that the cursor stands at.
     *
     * @param labels takes what is there; none before
     * @return how many names in it are not declared
     */
    int read(RecordCursor cursor, Labels labels) throws IOException, InvalidRecordException {
        cursor.object();
        record++;
        int undeclared = 0;
        cursor.enter();
        for (String name = cursor.nextName(); name != null; name = cursor.nextName()) {
            LabelReader reader = byName.get(name);
            JsonToken token = cursor.next();
            if (reader == null) {
                cursor.skip();
                undeclared++;
                continue;
            }
            if (lastSeen[reader.task()] == record) {
                throw cursor.duplicate();
            }
            lastSeen[reader.task()] = record;
            if (token != JsonToken.VALUE_NULL) {
                reader.read(cursor, labels.values());
                labels.present()[reader.task()] = true;
            }
        }
        cursor.leave();
        return undeclared;
    }
}
