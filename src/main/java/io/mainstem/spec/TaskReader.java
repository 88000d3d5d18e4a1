package io.mainstem.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the declaration of one task. */
final class TaskReader {

    private static final int MOST_OUTPUTS = 65536;
    private static final int MOST_CLUSTERS = 1000;

    private enum Type {
        BINARY,
        MULTICLASS,
        MULTILABEL,
        REGRESSION,
        CLUSTERING
    }

    private enum Loss {
        SQUARED,
        HUBER,
        QUANTILE,
        POISSON
    }

    private TaskReader() {}

    static Optional<TaskSpec> read(String name, Fields fields) {
        Optional<Type> type = fields.kind("type", Type.class);
        double weight = fields.number("weight", Range.POSITIVE, 1);
        boolean hasHead = !type.equals(Optional.of(Type.CLUSTERING));
        List<LayerSpec> hidden = hasHead ? LayersReader.read(fields, "hidden", 0, List.of()) : List.of();
        TaskSpec.Reduction reduction =
                hasHead ? fields.choice("reduction", TaskSpec.Reduction.MEAN) : TaskSpec.Reduction.MEAN;
        return type.map(t -> switch (t) {
            case CLUSTERING -> clustering(name, weight, fields);
            case BINARY -> new TaskSpec.Binary(name, weight, hidden, reduction);
            case MULTICLASS ->
                new TaskSpec.Multiclass(
                        name, names(fields, "classes", 2, "at least 2 classes"), weight, hidden, reduction);
            case MULTILABEL ->
                new TaskSpec.Multilabel(
                        name, names(fields, "labels", 1, "at least 1 label"), weight, hidden, reduction);
            case REGRESSION ->
                new TaskSpec.Regression(
                        name, fields.integer("outputs", 1, MOST_OUTPUTS, 1), loss(fields), weight, hidden, reduction);
        });
    }

    private static TaskSpec clustering(String name, double weight, Fields fields) {
        return new TaskSpec.Clustering(
                name,
                fields.required("k")
                        .integer(1, MOST_CLUSTERS)
                        .map(Math::toIntExact)
                        .orElse(1),
                fields.number("decay", Range.UP_TO_ONE, 0.99),
                weight,
                fields.optional("shapesTrunk").flatMap(Value::truth).orElse(false));
    }

    private static RegressionLoss loss(Fields fields) {
        return fields.kind("loss", Loss.SQUARED)
                .<RegressionLoss>map(loss -> switch (loss) {
                    case SQUARED -> new RegressionLoss.Squared();
                    case HUBER -> new RegressionLoss.Huber(fields.number("delta", Range.POSITIVE, 1));
                    case QUANTILE ->
                        new RegressionLoss.Quantile(fields.required("quantile")
                                .number(Range.INSIDE_UNIT)
                                .orElse(0.5));
                    case POISSON -> new RegressionLoss.Poisson();
                })
                .orElseGet(RegressionLoss.Squared::new);
    }

    private static List<String> names(Fields fields, String key, int fewest, String expectation) {
        Value value = fields.required(key);
        Optional<List<Value>> items = value.items("a list of " + expectation);
        items.filter(list -> list.size() < fewest)
                .ifPresent(list -> value.problem("needs %s, found %d".formatted(expectation, list.size())));
        return distinct(items.orElse(List.of()));
    }

    private static List<String> distinct(List<Value> items) {
        List<String> names = new ArrayList<>();
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            Value item = items.get(i);
            int position = i;
            item.label().ifPresent(name -> {
                Integer first = positions.putIfAbsent(name, position);
                if (first != null) {
                    item.problem("%s is in the list already, at [%d]".formatted(Quoted.of(name), first));
                }
                names.add(name);
            });
        }
        return names;
    }
}
