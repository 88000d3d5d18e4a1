package io.mainstem.learn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstem.event.Prediction;
import io.mainstem.event.PredictionWriter;
import io.mainstem.spec.LearnerSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One task's labels and the intervals or sets in the records of their predictions; in the order of the predictions.
 *
 * @param within {@code [labels + 1]} how many of the first so many lay within
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Covered(int[] within, List<Double> sizes, double rmse) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of events whose labels came with them or later; predictions without interval or set are left out. */
    static Covered of(LearnerSpec spec, List<byte[]> events, List<Prediction> predictions, String task)
            throws IOException {
        Map<String, JsonNode> labels = new HashMap<>();
        for (byte[] event : events) {
            JsonNode read = JSON.readTree(event);
            JsonNode label = read.path("labels").path(task);
            if (!label.isMissingNode() && !label.isNull()) {
                labels.put(read.path("id").textValue(), label);
            }
        }
        PredictionWriter writer = new PredictionWriter(spec);
        List<Boolean> within = new ArrayList<>();
        List<Double> sizes = new ArrayList<>();
        double squares = 0;
        for (Prediction prediction : predictions) {
            JsonNode said =
                    JSON.readTree(writer.write(prediction)).path("predictions").path(task);
            JsonNode label = labels.get(prediction.id());
            JsonNode interval = said.path("interval");
            JsonNode set = said.path("set");
            if (label != null && interval.isArray()) {
                double number = label.doubleValue();
                within.add(interval.get(0).doubleValue() <= number
                        && number <= interval.get(1).doubleValue());
                sizes.add(interval.get(1).doubleValue() - interval.get(0).doubleValue());
                squares += Math.pow(said.path("value").doubleValue() - number, 2);
            } else if (label != null && set.isArray()) {
                boolean found = false;
                for (JsonNode each : set) {
                    found |= each.equals(label);
                }
                within.add(found);
                sizes.add((double) set.size());
            }
        }
        int[] sums = new int[within.size() + 1];
        for (int n = 0; n < within.size(); n++) {
            sums[n + 1] = sums[n] + (within.get(n) ? 1 : 0);
        }
        return new Covered(sums, sizes, Math.sqrt(squares / sizes.size()));
    }

    int labels() {
        return sizes.size();
    }

    double share() {
        return share(0, labels());
    }

    double share(int from, int to) {
        return (within[to] - within[from]) / (double) (to - from);
    }

    double size() {
        return sizes.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
