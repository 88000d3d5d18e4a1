package io.mainstem.app;

import static java.util.Objects.requireNonNull;

import io.mainstem.event.Coverage;
import io.mainstem.event.Insight;
import io.mainstem.event.TaskMetrics;
import io.mainstem.event.TransferGain;
import io.mainstem.event.TransferWords;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What there is to say of a run in words. */
final class Findings {

    private static final int MOST_TASKS_BY_NAME = 6;

    private final LearnerSpec spec;
    private final Map<String, TaskMetrics> metrics;

    /**
     * Those of one moment.
     *
     * @param metrics by task; a task that is absent has no labels yet
     */
    Findings(LearnerSpec spec, Map<String, TaskMetrics> metrics) {
        this.spec = spec;
        this.metrics = metrics;
    }

    static Findings of(LearnerSpec spec, Collection<TaskMetrics> metrics) {
        Map<String, TaskMetrics> byTask = new HashMap<>();
        metrics.forEach(of -> byTask.put(of.task(), of));
        return new Findings(spec, byTask);
    }

    /** A sentence each. */
    List<String> sentences() {
        List<String> all = new ArrayList<>(baselines());
        all.addAll(coverage());
        all.addAll(transfer());
        all.addAll(drifts());
        return all;
    }

    /** Which tasks gain from joint training and which pay; of many tasks how many. */
    private List<String> transfer() {
        List<TaskMetrics> compared = spec.tasks().stream()
                .map(task -> metrics.get(task.name()))
                .filter(of -> of != null && of.insight().transfer() != null)
                .toList();
        if (compared.size() <= MOST_TASKS_BY_NAME) {
            return TransferWords.of(compared).stream().map(words -> words + ".").toList();
        }
        long gain = compared.stream().filter(of -> transfer(of).low() > 0).count();
        long pay = compared.stream().filter(of -> transfer(of).high() < 0).count();
        long leftOut = compared.stream().filter(of -> transfer(of).leftOut()).count();
        return List.of("Of %d tasks, %d gain from joint training, %d pay for it, and of %d no difference shows yet%s."
                .formatted(
                        compared.size(),
                        gain,
                        pay,
                        compared.size() - gain - pay,
                        leftOut == 0 ? "" : "; " + leftOut + " no longer shape the trunk"));
    }

    private static TransferGain transfer(TaskMetrics metrics) {
        return requireNonNull(metrics.insight().transfer());
    }

    /** How far from what was asked the coverage of each task's intervals or sets is. */
    private List<String> coverage() {
        List<Coverage> known = insights().stream()
                .map(Insight::coverage)
                .filter(Objects::nonNull)
                .filter(coverage -> Double.isFinite(coverage.run()))
                .toList();
        if (known.isEmpty()) {
            return List.of();
        }
        double least = known.stream().mapToDouble(Coverage::run).min().orElseThrow();
        double most = known.stream().mapToDouble(Coverage::run).max().orElseThrow();
        String asked = percent(known.get(0).asked(), 0);
        return List.of(
                known.size() == 1
                        ? "Of the labels, %s lay in the interval or set of %s that was predicted for them."
                                .formatted(percent(least, 1), asked)
                        : "Of each task's labels, between %s and %s lay in the interval or set of %s that was predicted for them."
                                .formatted(percent(least, 1), percent(most, 1), asked));
    }

    private List<String> drifts() {
        List<String> risen = spec.tasks().stream()
                .map(TaskSpec::name)
                .filter(task -> metrics.containsKey(task) && insight(task).drifts() > 0)
                .map(task -> task + " (" + times(insight(task).drifts()) + ")")
                .toList();
        return risen.isEmpty()
                ? List.of()
                : List.of("The loss rose, as if the world had changed: " + String.join(", ", risen) + ".");
    }

    private static String times(long count) {
        return count == 1 ? "once" : count == 2 ? "twice" : String.format(Locale.ROOT, "%,d times", count);
    }

    private List<Insight> insights() {
        return metrics.values().stream().map(TaskMetrics::insight).toList();
    }

    private Insight insight(String task) {
        return requireNonNull(metrics.get(task)).insight();
    }

    private static String percent(double share, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f %%", 100 * share);
    }

    /** In how many tasks the model is better than its baseline, and what a baseline is; a sentence a line. */
    private List<String> baselines() {
        long better = spec.tasks().stream()
                .filter(task -> mainVerdict(task, metrics.get(task.name())).outcome() == Verdict.Outcome.BETTER)
                .count();
        List<TaskSpec> comparable = spec.tasks().stream()
                .filter(task -> TaskView.of(task).hasBaseline())
                .toList();
        if (comparable.isEmpty()) {
            return List.of();
        }
        Set<String> baselines = new LinkedHashSet<>();
        for (TaskSpec task : comparable) {
            baselines.add(
                    switch (TaskView.of(task).baseline()) {
                        case "classFrequencies" -> "class frequencies";
                        case "labelFrequencies" -> "label frequencies";
                        default -> "mean";
                    });
        }
        return List.of(
                "The model beats its baseline in %d of %d %s."
                        .formatted(better, comparable.size(), comparable.size() == 1 ? "task" : "tasks"),
                "A baseline sees no features: it predicts the " + String.join(" or the ", baselines) + " so far.");
    }

    private static Verdict mainVerdict(TaskSpec task, @Nullable TaskMetrics metrics) {
        TaskView view = TaskView.of(task);
        return metrics == null ? Verdict.UNKNOWN : view.verdict(view.main(), metrics);
    }
}
