package io.mainstem.containers;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The repository's {@code docker-compose.yml}, as far as tests ask for it. */
final class ComposeFile {

    private static final Path FILE = Path.of("docker-compose.yml");

    private final Map<String, Map<String, Object>> services = new LinkedHashMap<>();
    private final List<String> volumes = new ArrayList<>();

    ComposeFile() throws IOException {
        Map<?, ?> yaml = (Map<?, ?>) requireNonNull(
                new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
                        .loadFromString(Files.readString(FILE)));
        ((Map<?, ?>) requireNonNull(yaml.get("services")))
                .forEach((name, service) -> services.put(name.toString(), merged((Map<?, ?>) service)));
        ((Map<?, ?>) requireNonNull(yaml.get("volumes"))).keySet().forEach(name -> volumes.add(name.toString()));
    }

    /** YAML 1.2 has no merge keys; Compose does. */
    private static Map<String, Object> merged(Map<?, ?> service) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (service.get("<<") instanceof Map<?, ?> shared) {
            shared.forEach((key, value) -> all.put(key.toString(), value));
        }
        service.forEach((key, value) -> all.put(key.toString(), value));
        all.remove("<<");
        return all;
    }

    List<String> services() {
        return List.copyOf(services.keySet());
    }

    List<String> volumes() {
        return volumes;
    }

    /** What a service says under a name; null if nothing. */
    @Nullable
    Object of(String service, String name) {
        return requireNonNull(services.get(service)).get(name);
    }

    String text(String service, String name) {
        return String.valueOf(of(service, name));
    }

    /** A list of a service, empty if there is none. */
    List<String> list(String service, String name) {
        List<String> texts = new ArrayList<>();
        if (of(service, name) instanceof List<?> values) {
            values.forEach(value -> texts.add(String.valueOf(value)));
        }
        return texts;
    }

    /** A map of a service, empty if there is none. */
    Map<String, Object> map(String service, String name) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (of(service, name) instanceof Map<?, ?> values) {
            values.forEach((key, value) -> all.put(key.toString(), value));
        }
        return all;
    }

    /** Whether it is to run until it is stopped. */
    boolean stays(String service) {
        return text(service, "restart").equals("unless-stopped");
    }

    /** Whether its image is the program's, which is made here, and not pulled. */
    boolean isProgram(String service) {
        return text(service, "image").startsWith("mainstem:");
    }

    /** What the broker's image makes of its environment: {@code KAFKA_LOG_DIRS} is {@code log.dirs}. */
    Map<String, String> brokerSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        map("kafka", "environment").forEach((name, value) -> {
            if (name.startsWith("KAFKA_") && !name.equals("KAFKA_HEAP_OPTS")) {
                settings.put(
                        name.substring("KAFKA_".length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value.toString());
            }
        });
        return settings;
    }
}
