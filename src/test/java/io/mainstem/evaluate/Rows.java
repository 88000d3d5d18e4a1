package io.mainstem.evaluate;

import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A task's predictions and labels, row by row. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Rows(TaskSpec task, double[][] outputs, double[][] labels) {

    static final TaskSpec BINARY = new TaskSpec.Binary("binary", 1, List.of(), TaskSpec.Reduction.MEAN);
    static final TaskSpec MULTICLASS = multiclass(4);
    static final TaskSpec MANY_CLASSES = multiclass(300);
    static final TaskSpec MULTILABEL = multilabel(5);
    static final TaskSpec REGRESSION = regression(1);
    static final TaskSpec REGRESSIONS = regression(3);

    static final TaskSpec CLUSTERING = new TaskSpec.Clustering("clustering", 4, 0.9, 1, false);

    static Stream<TaskSpec> tasks() {
        return Stream.of(BINARY, MULTICLASS, MANY_CLASSES, MULTILABEL, REGRESSION, REGRESSIONS, CLUSTERING);
    }

    static TaskSpec multiclass(int classes) {
        return new TaskSpec.Multiclass("multiclass" + classes, names(classes), 1, List.of(), TaskSpec.Reduction.MEAN);
    }

    static TaskSpec multilabel(int labels) {
        return new TaskSpec.Multilabel("multilabel", names(labels), 1, List.of(), TaskSpec.Reduction.MEAN);
    }

    static TaskSpec regression(int outputs) {
        return new TaskSpec.Regression(
                "regression" + outputs, outputs, new RegressionLoss.Squared(), 1, List.of(), TaskSpec.Reduction.MEAN);
    }

    private static List<String> names(int n) {
        return IntStream.range(0, n).mapToObj(i -> "n" + i).toList();
    }

    /** Better than chance, with ties, certainties that come true or not, and frequencies that drift. */
    static Rows random(TaskSpec task, int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] outputs = new double[n][task.outputWidth()];
        double[][] labels = new double[n][task.labelWidth()];
        for (int row = 0; row < n; row++) {
            double drift = row / (double) n;
            if (task instanceof TaskSpec.Regression) {
                for (int i = 0; i < task.labelWidth(); i++) {
                    labels[row][i] = 1000 * i + gaussian(random) * (1 + i) + 5 * drift;
                    outputs[row][i] = labels[row][i] + gaussian(random);
                }
            } else if (task instanceof TaskSpec.Clustering clustering) {
                int cluster = random.nextInt(clustering.k());
                outputs[row][0] = cluster;
                outputs[row][1] = random.nextDouble();
                outputs[row][2] = outputs[row][1] + random.nextDouble();
                labels[row][0] = row % 5 == 0 ? Double.NaN : random.nextBoolean() ? 3e9 + cluster : random.nextInt(3);
            } else if (task instanceof TaskSpec.Multiclass) {
                int classes = task.outputWidth();
                int label = (int) (classes * Math.pow(random.nextDouble(), 2 - drift));
                labels[row][0] = label;
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    outputs[row][c] = Math.exp(Math.rint(4 * gaussian(random)) / 4 + (c == label ? 1 : 0));
                    sum += outputs[row][c];
                }
                for (int c = 0; c < classes; c++) {
                    outputs[row][c] = row % 17 == 3 ? (c == row % classes ? 1 : 0) : outputs[row][c] / sum;
                }
            } else {
                for (int i = 0; i < task.labelWidth(); i++) {
                    labels[row][i] = random.nextDouble() < .2 + .3 * drift ? 1 : 0;
                    double logit = Math.rint(4 * gaussian(random)) / 4 - 1 + 2 * labels[row][i];
                    outputs[row][i] = row % 17 == 3 ? row % 2 : 1 / (1 + Math.exp(-logit));
                }
            }
        }
        return new Rows(task, outputs, labels);
    }

    /** The n-th row of a seed's stream. */
    static Rows one(TaskSpec task, long seed, int n) {
        return random(task, n + 1, seed).slice(n, n + 1);
    }

    static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    int size() {
        return outputs.length;
    }

    Rows slice(int from, int to) {
        return new Rows(task, Arrays.copyOfRange(outputs, from, to), Arrays.copyOfRange(labels, from, to));
    }

    Rows last(int n) {
        return slice(Math.max(0, size() - n), size());
    }

    Rows withOutputs(double[][] others) {
        return new Rows(task, others, labels);
    }

    void into(TaskEvaluator evaluator) {
        for (int row = 0; row < size(); row++) {
            evaluator.add(outputs[row], 0, labels[row], 0);
        }
    }

    void into(Metric metric) {
        for (int row = 0; row < size(); row++) {
            metric.add(outputs[row], 0, labels[row], 0);
        }
    }
}
