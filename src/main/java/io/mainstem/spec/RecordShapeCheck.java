package io.mainstem.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the shape of a record goes together with what the learner declares: no pointer for what is not declared, and
 * none that would have a value taken apart for one thing while it is taken whole for another. A record is read in one
 * pass, in which a value that is neither an array nor an object can be read several times, any other once.
 */
final class RecordShapeCheck {

    /**
     * What is read at a pointer.
     *
     * @param what in words
     * @param pointer where the file says so
     * @param whole whether the value may be an array or an object, all of which is read
     */
    private record Use(String what, Value pointer, boolean whole) {}

    private final Map<List<String>, Use> uses = new LinkedHashMap<>();

    private RecordShapeCheck() {}

    /**
     * Finds the problems of a shape.
     *
     * @param features that records of the shape may have
     * @param map where the shape stands in the file
     */
    static void check(RecordShape shape, List<FeatureSpec> features, List<TaskSpec> tasks, Value map) {
        RecordShapeCheck check = new RecordShapeCheck();
        Map<String, Boolean> byFeature = new LinkedHashMap<>();
        features.forEach(feature -> byFeature.put(feature.name(), feature.takesSeveral()));
        Map<String, Boolean> byTask = new LinkedHashMap<>();
        tasks.forEach(task -> byTask.put(task.name(), task.takesSeveral()));
        check.add(shape.id(), new Use("the id", map.entry("id"), false));
        check.add(shape.time(), new Use("the time", map.entry("time"), false));
        check.parts(shape.features(), "feature", byFeature, map.entry("features"));
        check.parts(shape.labels(), "task", byTask, map.entry("labels"));
        check.refuseNested();
    }

    private void parts(RecordShape.Parts parts, String noun, Map<String, Boolean> declared, Value value) {
        if (parts instanceof RecordShape.Parts.Each each) {
            each.at().keySet().stream()
                    .filter(name -> !declared.containsKey(name))
                    .forEach(name -> value.entry(name)
                            .problem("is the pointer of a %s that is not declared%s"
                                    .formatted(noun, Nearest.question(name, declared.keySet()))));
        }
        declared.forEach((name, whole) -> {
            Value at = parts instanceof RecordShape.Parts.Each ? value.entry(name) : value;
            parts.of(name).ifPresent(pointer -> add(pointer, new Use(noun + " " + Quoted.of(name), at, whole)));
        });
    }

    private void add(Pointer pointer, Use use) {
        Use other = uses.get(pointer.steps());
        if (other != null && other.whole() && use.whole()) {
            use.pointer()
                    .problem("%s is read as %s already: what may be an array or an object can be read once only"
                            .formatted(Quoted.of(pointer.toString()), other.what()));
        } else if (other == null || use.whole()) {
            uses.put(pointer.steps(), use);
        }
    }

    private void refuseNested() {
        uses.forEach((steps, use) -> {
            for (int length = 1; length < steps.size(); length++) {
                Use outer = uses.get(steps.subList(0, length));
                if (outer != null) {
                    use.pointer()
                            .problem("%s lies within %s, which is read as %s"
                                    .formatted(
                                            Quoted.of(new Pointer(steps).toString()),
                                            Quoted.of(new Pointer(steps.subList(0, length)).toString()),
                                            outer.what()));
                }
            }
        });
    }
}
