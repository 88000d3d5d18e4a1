package io.mainstem.event;

import com.fasterxml.jackson.core.JsonToken;
import io.mainstem.spec.FeatureSpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the object of an event's features into a sink. Not thread-safe. */
final class FeaturesReader {

    private final Map<String, FeatureReader> byName = new HashMap<>();
    private final long[] lastSeen;
    private long record;

    FeaturesReader(List<FeatureSpec> features) {
        for (int f = 0; f < features.size(); f++) {
            byName.put(features.get(f).name(), FeatureReader.of(f, features.get(f)));
        }
        lastSeen = new long[features.size()];
    }

    /**
     * Reads the object that the cursor stands at.
     *
     * @return how many names in it are not declared
     */
    int read(RecordCursor cursor, FeatureSink sink) throws IOException, InvalidRecordException {
        cursor.object();
        record++;
        int undeclared = 0;
        cursor.enter();
        for (String name = cursor.nextName(); name != null; name = cursor.nextName()) {
            FeatureReader reader = byName.get(name);
            JsonToken token = cursor.next();
            if (reader == null) {
                cursor.skip();
                undeclared++;
                continue;
            }
            if (lastSeen[reader.feature()] == record) {
                throw cursor.duplicate();
            }
            lastSeen[reader.feature()] = record;
            if (token != JsonToken.VALUE_NULL) {
                reader.read(cursor, sink);
            }
        }
        cursor.leave();
        return undeclared;
    }
}
