package io.mainstem.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A series that Prometheus answers with: its labels, and those of its values that are numbers. */
public record Series(Map<String, String> labels, List<Double> values) {

    /** Of what the API gives for an instant, a range, or a number alone. */
    static List<Series> of(JsonNode data) {
        JsonNode result = data.path("result");
        if (data.path("resultType").asText().equals("scalar")) {
            return List.of(new Series(Map.of(), numbers(List.of(result))));
        }
        List<Series> all = new ArrayList<>();
        for (JsonNode series : result) {
            Map<String, String> labels = new TreeMap<>();
            series.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            List<JsonNode> samples = new ArrayList<>();
            if (series.has("value")) {
                samples.add(series.path("value"));
            }
            series.path("values").forEach(samples::add);
            all.add(new Series(labels, numbers(samples)));
        }
        return all;
    }

    private static List<Double> numbers(List<JsonNode> samples) {
        return samples.stream()
                .map(sample -> sample.path(1).asText())
                .filter(number -> number.matches("[-+0-9.eE]+"))
                .map(Double::valueOf)
                .toList();
    }
}
