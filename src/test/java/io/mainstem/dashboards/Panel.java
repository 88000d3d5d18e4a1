package io.mainstem.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A panel of a dashboard that shows something. */
public record Panel(String dashboard, JsonNode json) {

    private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*([a-zA-Z_]+)\\s*}}");

    /**
     * One of its queries.
     *
     * @param legend a text with labels in double braces; empty where a table has a column each
     * @param instant whether it asks for the present only
     */
    public record Query(String ref, String expression, String legend, boolean instant) {

        /** The labels that the legend names. */
        public List<String> labels() {
            return LABEL.matcher(legend)
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .toList();
        }

        /** The legend of a series. */
        public String legend(Map<String, String> labels) {
            return LABEL.matcher(legend)
                    .replaceAll(found -> Matcher.quoteReplacement(labels.getOrDefault(found.group(1), "")));
        }
    }

    public String title() {
        return json.path("title").asText();
    }

    /** Whether Grafana shows it once a task. */
    public boolean isRepeated() {
        return json.path("repeat").asText().equals("task");
    }

    public boolean isTable() {
        return json.path("type").asText().equals("table");
    }

    public List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        for (JsonNode target : json.path("targets")) {
            queries.add(new Query(
                    target.path("refId").asText(),
                    target.path("expr").asText(),
                    target.path("legendFormat").asText(),
                    target.path("instant").asBoolean()));
        }
        return queries;
    }

    /** The names, or patterns between slashes, of the series or columns that look otherwise. */
    public List<String> overridden() {
        List<String> names = new ArrayList<>();
        for (JsonNode override : json.path("fieldConfig").path("overrides")) {
            names.add(override.path("matcher").path("options").asText());
        }
        return names;
    }

    /** The labels that a table makes rows and columns of, or renames. */
    public List<String> columns() {
        List<String> columns = new ArrayList<>();
        for (JsonNode transformation : json.path("transformations")) {
            JsonNode options = transformation.path("options");
            for (String role : List.of("columnField", "rowField", "byField")) {
                if (options.has(role)) {
                    columns.add(options.path(role).asText());
                }
            }
            options.path("renameByName").fieldNames().forEachRemaining(columns::add);
        }
        return columns;
    }

    @Override
    public String toString() {
        return dashboard + ": " + title();
    }
}
