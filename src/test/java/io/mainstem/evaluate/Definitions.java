package io.mainstem.evaluate;

import io.mainstem.spec.TaskSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The metrics and baselines as their definitions say, over stored rows, with no thought of speed. */
final class Definitions {

    private Definitions() {}

    /** Those that a baseline has too, and calibration. */
    static Map<String, Double> calibrated(Rows rows) {
        Map<String, Double> metrics = metrics(rows);
        if (rows.task() instanceof TaskSpec.Regression) {
            return metrics;
        }
        double[][] bins = new double[10][3];
        double total = 0;
        for (int r = 0; r < rows.size(); r++) {
            double[] p = rows.outputs()[r];
            boolean classes = rows.task() instanceof TaskSpec.Multiclass;
            for (int i = classes ? first(p) : 0; i < p.length; i = classes ? p.length : i + 1) {
                double[] bin = bins[Math.min(9, (int) Math.floor(10 * p[i]))];
                bin[0]++;
                bin[1] += p[i];
                bin[2] += (classes ? label(rows, r) == i : came(rows, r, i)) ? 1 : 0;
                total++;
            }
        }
        double error = 0;
        for (double[] bin : bins) {
            error += bin[0] == 0 ? 0 : bin[0] / total * Math.abs(bin[1] / bin[0] - bin[2] / bin[0]);
        }
        metrics.put("expectedCalibrationError", error);
        return metrics;
    }

    static Map<String, Double> metrics(Rows rows) {
        Map<String, Double> metrics = new HashMap<>();
        if (rows.size() == 0) {
            return metrics;
        }
        if (rows.task() instanceof TaskSpec.Binary) {
            metrics.put("logLoss", labelLogLoss(rows));
            metrics.put("accuracy", mean(rows, r -> said(rows, r, 0) == came(rows, r, 0) ? 1 : 0));
            metrics.put("f1", f1(rows, r -> said(rows, r, 0), r -> came(rows, r, 0)));
            double auc = auc(rows, 0, r -> came(rows, r, 0));
            if (!Double.isNaN(auc)) {
                metrics.put("rocAuc", auc);
            }
        } else if (rows.task() instanceof TaskSpec.Multiclass) {
            int classes = rows.task().outputWidth();
            metrics.put("logLoss", mean(rows, r -> {
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    sum += clip(rows.outputs()[r][c]);
                }
                return -Math.log(clip(rows.outputs()[r][label(rows, r)]) / sum);
            }));
            metrics.put("accuracy", mean(rows, r -> first(rows.outputs()[r]) == label(rows, r) ? 1 : 0));
            double f1 = 0;
            double auc = 0;
            int defined = 0;
            for (int c = 0; c < classes; c++) {
                int k = c;
                f1 += f1(rows, r -> first(rows.outputs()[r]) == k, r -> label(rows, r) == k);
                double one = auc(rows, c, r -> label(rows, r) == k);
                if (!Double.isNaN(one)) {
                    auc += one;
                    defined++;
                }
            }
            metrics.put("f1", f1 / classes);
            if (defined > 0) {
                metrics.put("rocAuc", auc / defined);
            }
        } else if (rows.task() instanceof TaskSpec.Multilabel) {
            int width = rows.task().labelWidth();
            metrics.put("logLoss", labelLogLoss(rows));
            metrics.put("exampleAccuracy", mean(rows, r -> {
                long both = count(width, i -> said(rows, r, i) && came(rows, r, i));
                long either = count(width, i -> said(rows, r, i) || came(rows, r, i));
                return both == 0 ? 0 : both / (double) either;
            }));
            double both = 0;
            double errors = 0;
            for (int row = 0; row < rows.size(); row++) {
                int r = row;
                both += count(width, i -> said(rows, r, i) && came(rows, r, i));
                errors += count(width, i -> said(rows, r, i) != came(rows, r, i));
            }
            metrics.put("microF1", both == 0 ? 0 : 2 * both / (2 * both + errors));
        } else {
            int width = rows.task().labelWidth();
            double absolute = 0;
            double squared = 0;
            double r2 = 0;
            for (int output = 0; output < width; output++) {
                int i = output;
                absolute += mean(rows, r -> Math.abs(rows.outputs()[r][i] - rows.labels()[r][i]));
                double sse = mean(rows, r -> Math.pow(rows.outputs()[r][i] - rows.labels()[r][i], 2));
                double center = mean(rows, r -> rows.labels()[r][i]);
                double sst = mean(rows, r -> Math.pow(rows.labels()[r][i] - center, 2));
                squared += sse;
                r2 += 1 - sse / sst;
            }
            metrics.put("mae", absolute / width);
            metrics.put("rmse", Math.sqrt(squared / width));
            if (rows.size() > 1) {
                metrics.put("r2", r2 / width);
            }
        }
        return metrics;
    }

    /** What the frequencies or means of the labels before each row predict for it. */
    static Rows averages(Rows rows) {
        double[][] outputs = new double[rows.size()][rows.task().outputWidth()];
        for (int row = 0; row < rows.size(); row++) {
            Rows before = rows.slice(0, row);
            for (int output = 0; output < outputs[row].length; output++) {
                int i = output;
                int n = row;
                if (rows.task() instanceof TaskSpec.Multiclass) {
                    outputs[row][i] = (count(n, r -> label(before, r) == i) + 1.) / (n + outputs[row].length);
                } else if (rows.task() instanceof TaskSpec.Regression) {
                    outputs[row][i] = n == 0 ? 0 : mean(before, r -> before.labels()[r][i]);
                } else {
                    outputs[row][i] = (count(n, r -> came(before, r, i)) + 1.) / (n + 2);
                }
            }
        }
        return rows.withOutputs(outputs);
    }

    /** Each row's predecessor as its prediction. */
    static Rows lastLabels(Rows rows) {
        double[][] outputs = new double[rows.size()][rows.task().outputWidth()];
        for (int row = 0; row < rows.size(); row++) {
            double[] last = row == 0 ? new double[rows.task().labelWidth()] : rows.labels()[row - 1];
            if (rows.task() instanceof TaskSpec.Multiclass) {
                outputs[row][(int) last[0]] = 1;
            } else {
                outputs[row] = last.clone();
            }
        }
        return rows.withOutputs(outputs);
    }

    /** Over all pairs of a positive and a negative. */
    static double auc(Rows rows, int output, IntPredicate positive) {
        double wins = 0;
        double pairs = 0;
        for (int p = 0; p < rows.size(); p++) {
            for (int n = 0; n < rows.size(); n++) {
                if (positive.test(p) && !positive.test(n)) {
                    double ahead = rows.outputs()[p][output] - rows.outputs()[n][output];
                    wins += ahead > 0 ? 1 : ahead == 0 ? .5 : 0;
                    pairs++;
                }
            }
        }
        return wins / pairs;
    }

    private static double labelLogLoss(Rows rows) {
        int width = rows.task().labelWidth();
        return mean(rows, r -> {
            double loss = 0;
            for (int i = 0; i < width; i++) {
                double p = clip(rows.outputs()[r][i]);
                loss -= Math.log(came(rows, r, i) ? p : 1 - p);
            }
            return loss / width;
        });
    }

    private static double f1(Rows rows, IntPredicate said, IntPredicate came) {
        double both = count(rows.size(), r -> said.test(r) && came.test(r));
        if (both == 0) {
            return 0;
        }
        double precision = both / count(rows.size(), said);
        double recall = both / count(rows.size(), came);
        return 2 * precision * recall / (precision + recall);
    }

    private static long count(int n, IntPredicate what) {
        return IntStream.range(0, n).filter(what).count();
    }

    private static double mean(Rows rows, IntToDoubleFunction of) {
        return IntStream.range(0, rows.size()).mapToDouble(of).average().orElseThrow();
    }

    private static boolean said(Rows rows, int row, int label) {
        return rows.outputs()[row][label] >= .5;
    }

    private static boolean came(Rows rows, int row, int label) {
        return rows.labels()[row][label] == 1;
    }

    private static int label(Rows rows, int row) {
        return (int) rows.labels()[row][0];
    }

    private static int first(double[] outputs) {
        int best = 0;
        for (int c = 0; c < outputs.length; c++) {
            best = outputs[c] > outputs[best] ? c : best;
        }
        return best;
    }

    private static double clip(double p) {
        return Math.min(Math.max(p, Math.ulp(1.)), 1 - Math.ulp(1.));
    }
}
