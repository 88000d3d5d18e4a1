package io.mainstem.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads the label that is taken for one that does not come, as the labels of an event give it. */
final class OtherwiseReader {

    private OtherwiseReader() {}

    /** The label's numbers, {@code [task.labelWidth]}; empty where it is none, which is a problem then. */
    static Optional<List<Double>> read(TaskSpec task, Value value) {
        if (task instanceof TaskSpec.Binary) {
            return value.truthOrBit().map(List::of);
        }
        if (task instanceof TaskSpec.Multiclass multiclass) {
            return index(multiclass.classes(), value).map(index -> List.of((double) index));
        }
        if (task instanceof TaskSpec.Multilabel multilabel) {
            return present(multilabel.labels(), value);
        }
        TaskSpec.Regression regression = (TaskSpec.Regression) task;
        Range range = regression.loss() instanceof RegressionLoss.Poisson ? Range.NOT_NEGATIVE : Range.ANY;
        return regression.outputs() == 1
                ? value.number(range).map(List::of)
                : numbers(regression.outputs(), range, value);
    }

    private static Optional<Integer> index(List<String> names, Value value) {
        Optional<String> name = value.label();
        int index = name.map(names::indexOf).orElse(0);
        if (index < 0) {
            value.problem("needs a label of the task, one of %s, found %s"
                    .formatted(String.join(", ", names), Quoted.of(name.orElse(""))));
            return Optional.empty();
        }
        return name.map(n -> index);
    }

    private static Optional<List<Double>> present(List<String> names, Value value) {
        return value.items("a list of labels").map(items -> {
            List<Double> present = new ArrayList<>(Collections.nCopies(names.size(), 0.0));
            items.forEach(item -> index(names, item).ifPresent(index -> present.set(index, 1.0)));
            return present;
        });
    }

    private static Optional<List<Double>> numbers(int outputs, Range range, Value value) {
        return value.items("a list of %d numbers".formatted(outputs)).map(items -> {
            if (items.size() != outputs) {
                value.problem("needs as many numbers as outputs, %d, found %d".formatted(outputs, items.size()));
            }
            return items.stream().flatMap(item -> item.number(range).stream()).toList();
        });
    }
}
