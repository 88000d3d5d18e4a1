package io.mainstem.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A dashboard as its file has it. */
public record Dashboard(String file, JsonNode json) {

    private static final Path FOLDER = Path.of("dashboards", "grafana", "dashboards");

    /** All that there are. */
    public static List<Dashboard> all() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<Dashboard> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                all.add(new Dashboard(file.getFileName().toString(), mapper.readTree(file.toFile())));
            }
        }
        return all;
    }

    public String uid() {
        return json.path("uid").asText();
    }

    /** All panels but the headings of rows. */
    public List<Panel> panels() {
        List<Panel> panels = new ArrayList<>();
        for (JsonNode panel : json.path("panels")) {
            if (!panel.path("type").asText().equals("row")) {
                panels.add(new Panel(file, panel));
            }
        }
        return panels;
    }

    /** The variables that Prometheus has the values of, by name: their queries, in the order in which they are asked. */
    public Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (JsonNode variable : json.path("templating").path("list")) {
            if (variable.path("type").asText().equals("query")) {
                variables.put(
                        variable.path("name").asText(),
                        variable.path("query").path("query").asText());
            }
        }
        return variables;
    }

    /** The queries of the marks on the time axis, by name. */
    public Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>();
        for (JsonNode annotation : json.path("annotations").path("list")) {
            if (annotation.has("expr")) {
                annotations.put(
                        annotation.path("name").asText(),
                        annotation.path("expr").asText());
            }
        }
        return annotations;
    }

    @Override
    public String toString() {
        return file;
    }
}
