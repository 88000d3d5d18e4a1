package io.mainstem.spec;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * One document of plain YAML 1.2 (core schema: {@code No} is text) as nodes that know their lines. Aliases are refused,
 * so the nodes are a tree and reading them takes time in proportion to the file; so are explicit tags.
 */
final class YamlDocument {

    private static final int DEEPEST = 20;

    private YamlDocument() {}

    /**
     * The root; empty for a file of nothing but comments.
     *
     * @throws InvalidSpecException if this is not plain YAML
     */
    static Optional<Node> read(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        Problems problems = new Problems();
        try {
            refuseWhatIsNotPlain(new Parse(settings).parseString(yaml), problems);
            problems.throwIfAny();
            return new Compose(settings).composeString(yaml);
        } catch (MarkedYamlEngineException e) {
            String context = e.getContext();
            String prefix = context == null || context.isBlank() ? "" : context + ", ";
            refuse(problems, Place.START.at(e.getProblemMark()), prefix + e.getProblem());
        } catch (ReaderException e) {
            Place place = firstPlaceOf(e.getCodePoint(), yaml);
            refuse(problems, place, "the character U+%04X is not allowed".formatted(e.getCodePoint()));
        } catch (YamlEngineException | NumberFormatException e) {
            // The latter comes out of snakeyaml-engine for escapes such as \UFFFFFFFF.
            refuse(problems, Place.START, String.valueOf(e.getMessage()));
        }
        problems.throwIfAny();
        return Optional.empty();
    }

    private static void refuse(Problems problems, Place place, String reason) {
        problems.add(place, "not valid YAML: " + reason);
    }

    private static Place firstPlaceOf(int codePoint, String yaml) {
        String before = yaml.substring(0, Math.max(0, yaml.indexOf(codePoint)));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Place("", line, before.length() - before.lastIndexOf('\n'));
    }

    private static void refuseWhatIsNotPlain(Iterable<Event> events, Problems problems) {
        int depth = 0;
        for (Event event : events) {
            Place place = Place.START.at(event.getStartMark());
            Optional<String> tag = Optional.empty();
            if (event instanceof AliasEvent alias) {
                problems.add(place, "aliases such as *%s are not allowed, write it out".formatted(alias.getAlias()));
            } else if (event instanceof ScalarEvent scalar) {
                tag = scalar.getTag();
            } else if (event instanceof CollectionStartEvent collection) {
                tag = collection.getTag();
                depth++;
                if (depth > DEEPEST) {
                    problems.add(place, "nested deeper than %d levels".formatted(DEEPEST));
                    return;
                }
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            tag.ifPresent(t -> problems.add(place, "tags such as %s are not allowed, leave it out".formatted(t)));
        }
    }
}
