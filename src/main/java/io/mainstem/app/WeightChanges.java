package io.mainstem.app;

import io.mainstem.app.TextTable.Column;
import io.mainstem.learn.FrozenModel;
import io.mainstem.learn.Tensor;
import io.mainstem.spec.TaskSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far weights moved between two versions: the Euclidean norm of the difference, as a share of the norm before. By
 * trunk and head, and below each of them by parameter.
 */
final class WeightChanges {

    private static final class Norms {
        private long numbers;
        private double before;
        private double after;
        private double apart;

        void add(Norms other) {
            numbers += other.numbers;
            before += other.before;
            after += other.after;
            apart += other.apart;
        }

        List<String> cells(String name) {
            return List.of(
                    name,
                    String.format(Locale.ROOT, "%,d", numbers),
                    String.format(Locale.ROOT, "%.4f", Math.sqrt(before)),
                    String.format(Locale.ROOT, "%.4f", Math.sqrt(after)),
                    before == 0 ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * Math.sqrt(apart / before)));
        }
    }

    private WeightChanges() {}

    /** The table; the two are of the same learner file. */
    static List<String> lines(FrozenModel from, FrozenModel to, String before, String after) {
        Map<String, Norms> parts = new LinkedHashMap<>();
        Map<String, Map<String, Norms>> parameters = new LinkedHashMap<>();
        from.weights().forEach((name, tensor) -> {
            Norms norms = norms(tensor, to.weight(name));
            String part = part(name, from.spec().tasks());
            parts.computeIfAbsent(part, none -> new Norms()).add(norms);
            parameters.computeIfAbsent(part, none -> new LinkedHashMap<>()).put(name, norms);
        });
        TextTable table = new TextTable(List.of(
                Column.left("weights", 0),
                Column.right("numbers", 0),
                Column.right("norm in " + before, 0),
                Column.right("norm in " + after, 0),
                Column.right("change", 0)));
        parts.forEach((part, norms) -> {
            table.add(norms.cells(part));
            parameters.getOrDefault(part, Map.of()).forEach((name, each) -> table.add(each.cells("  " + name)));
        });
        List<String> lines = new ArrayList<>();
        lines.add(table.header());
        lines.addAll(table.lines());
        return lines;
    }

    private static Norms norms(Tensor from, Tensor to) {
        Norms norms = new Norms();
        norms.numbers = from.values().length;
        for (int i = 0; i < from.values().length; i++) {
            double a = from.values()[i];
            double b = to.values()[i];
            norms.before += a * a;
            norms.after += b * b;
            norms.apart += (b - a) * (b - a);
        }
        return norms;
    }

    /** {@code trunk}, or {@code head.<task>}; a task's name may have dots in it. */
    private static String part(String parameter, List<TaskSpec> tasks) {
        for (TaskSpec task : tasks) {
            String head = "head." + task.name();
            if (parameter.startsWith(head + ".")
                    && parameter.substring(head.length()).matches("\\.\\d+\\.[Wb]")) {
                return head;
            }
        }
        return "trunk";
    }
}
