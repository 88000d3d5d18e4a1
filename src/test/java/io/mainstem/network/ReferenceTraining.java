package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.OptimizerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The update rules as golden/FORMAT.md writes them down, step by step on a {@link ReferenceNetwork}; written to be read. */
final class ReferenceTraining {

    private final LearnerSpec spec;
    private final ReferenceNetwork network;
    private final int denseInputs;
    private final Map<String, double[][]> moments = new LinkedHashMap<>();
    /** By parameter, one number for each row: those of dense rows are all alike. */
    private final Map<String, long[]> counts = new LinkedHashMap<>();

    private final double[] learned;
    private final double[] first;
    /** Of FAMO: each task's usual loss, the moments of its logit, and how often it took part. */
    private final double[] usual;

    private final double[][] logitMoments;
    private final long[] took;
    private long steps;

    ReferenceTraining(LearnerSpec spec, ReferenceNetwork network, int denseInputs) {
        this.spec = spec;
        this.network = network;
        this.denseInputs = denseInputs;
        network.parameters().forEach((name, values) -> {
            moments.put(name, new double[2][values.length]);
            counts.put(name, new long[values.length]);
        });
        learned = new double[spec.tasks().size()];
        Arrays.fill(learned, spec.balancer() instanceof BalancerSpec.GradNorm ? 1 : 0);
        first = new double[learned.length];
        Arrays.fill(first, Double.NaN);
        usual = new double[learned.length];
        logitMoments = new double[2][learned.length];
        took = new long[learned.length];
    }

    /**
     * The factors of the tasks' losses that the next step will use on the mini-batch.
     *
     * @param losses as balancers see them: above the least possible ones
     */
    double[] weights(double[] losses) {
        double[] weights = new double[losses.length];
        double normalizer = 0;
        double famoSum = 0;
        for (int t = 0; t < losses.length; t++) {
            normalizer += Double.isNaN(losses[t]) ? 0 : Math.exp(learned[t]);
        }
        for (int t = 0; t < losses.length; t++) {
            double weight = spec.tasks().get(t).weight();
            if (Double.isNaN(losses[t])) {
                weights[t] = 0;
            } else if (spec.balancer() instanceof BalancerSpec.Uncertainty) {
                weights[t] = weight * Math.exp(-learned[t]) / 2;
            } else if (spec.balancer() instanceof BalancerSpec.GradNorm) {
                weights[t] = weight * learned[t];
            } else if (spec.balancer() instanceof BalancerSpec.Famo) {
                // d/dθ of c·Σ z·log(weight·L), with c so that Σ z·c/(weight·L) is 1.
                weights[t] = weight * Math.exp(learned[t]) / normalizer / famoLoss(t, losses);
                famoSum += weights[t] / weight;
            } else {
                weights[t] = weight;
            }
        }
        for (int t = 0; t < losses.length && famoSum > 0; t++) {
            weights[t] /= famoSum;
        }
        return weights;
    }

    void step(MiniBatch batch) {
        double[] losses = network.excesses(batch);
        List<Integer> active = new ArrayList<>();
        for (int t = 0; t < losses.length; t++) {
            if (!Double.isNaN(losses[t])) {
                active.add(t);
            }
        }
        double[][][] representations = network.representations(batch);
        double[] weights = weights(losses);
        Map<String, double[][]> byTask = derivatives(batch, weights);
        double[] norms = lastSharedNorms(byTask, losses.length);
        if (!active.isEmpty()) {
            if (spec.balancer() instanceof BalancerSpec.PcGrad) {
                project(byTask, active);
            }
            update(batch, byTask, active);
        }
        for (int t : network.clusterings()) {
            network.clusters(t).learn(representations[t]);
        }
        if (!active.isEmpty()) {
            learn(active, losses, weights, norms, network.excesses(batch));
        }
        // Clusters learn of every row, so that a mini-batch without labels is a step where there are any.
        boolean clustered = batch.size() > 0 && !network.clusterings().isEmpty();
        steps += !active.isEmpty() || clustered ? 1 : 0;
    }

    /** Of the weighted losses, by parameter {@code [numbers][tasks]}. */
    private Map<String, double[][]> derivatives(MiniBatch batch, double[] weights) {
        Map<String, double[][]> byTask = new LinkedHashMap<>();
        network.parameters().keySet().forEach(name -> {
            double[][] derivatives = network.derivatives(name, batch);
            for (double[] row : derivatives) {
                for (int t = 0; t < row.length; t++) {
                    row[t] *= weights[t];
                }
            }
            byTask.put(name, derivatives);
        });
        return byTask;
    }

    private double[] lastSharedNorms(Map<String, double[][]> byTask, int tasks) {
        double[] norms = new double[tasks];
        for (String name : network.lastShared()) {
            for (double[] row : of(byTask, name)) {
                for (int t = 0; t < tasks; t++) {
                    norms[t] += row[t] * row[t];
                }
            }
        }
        return Arrays.stream(norms).map(Math::sqrt).toArray();
    }

    private static void project(Map<String, double[][]> byTask, List<Integer> active) {
        List<double[]> rows = new ArrayList<>();
        byTask.forEach((name, derivatives) -> {
            if (name.startsWith("trunk.")) {
                rows.addAll(Arrays.asList(derivatives));
            }
        });
        List<double[]> original = rows.stream().map(double[]::clone).toList();
        for (int i : active) {
            for (int j : active) {
                double dot = 0;
                double square = 0;
                for (int k = 0; k < rows.size(); k++) {
                    dot += rows.get(k)[i] * original.get(k)[j];
                    square += original.get(k)[j] * original.get(k)[j];
                }
                for (int k = 0; k < rows.size() && i != j && dot < 0; k++) {
                    rows.get(k)[i] -= dot / square * original.get(k)[j];
                }
            }
        }
    }

    private void update(MiniBatch batch, Map<String, double[][]> byTask, List<Integer> active) {
        Map<String, double[]> gradients = new LinkedHashMap<>();
        double squares = 0;
        for (Map.Entry<String, double[][]> entry : byTask.entrySet()) {
            String name = entry.getKey();
            if (!network.reached(name, active)) {
                continue;
            }
            double[] values = network.parameter(name);
            double[] gradient = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                gradient[i] = Arrays.stream(entry.getValue()[i]).sum();
                if (name.endsWith(".W") && !idle(batch, name, i)) {
                    gradient[i] += spec.regularization().l2() * values[i]
                            + spec.regularization().l1() * Math.signum(values[i]);
                }
                squares += gradient[i] * gradient[i];
            }
            gradients.put(name, gradient);
        }
        double norm = Math.sqrt(squares);
        double clip = norm > spec.optimizer().clipNorm() ? spec.optimizer().clipNorm() / norm : 1;
        gradients.forEach((name, gradient) -> {
            for (int i = 0; i < gradient.length; i++) {
                if (!idle(batch, name, i)) {
                    update(name, i, clip * gradient[i]);
                }
            }
        });
    }

    /** Whether the number belongs to a sparse input that no row of the mini-batch has. */
    private boolean idle(MiniBatch batch, String name, int i) {
        int units = network.unitsOfInputLayer(name);
        if (units == 0 || i / units < denseInputs) {
            return false;
        }
        int column = i / units - denseInputs;
        return Arrays.stream(batch.columns(), 0, batch.rowStart()[batch.size()]).noneMatch(c -> c == column);
    }

    private void update(String name, int i, double g) {
        double[] w = network.parameter(name);
        double[][] state = Objects.requireNonNull(moments.get(name));
        long t = ++Objects.requireNonNull(counts.get(name))[i];
        double rate = new LearningRate(spec.optimizer().learningRate()).after(steps);
        OptimizerSpec optimizer = spec.optimizer();
        if (optimizer instanceof OptimizerSpec.Sgd sgd) {
            state[0][i] = sgd.momentum() * state[0][i] + g;
            w[i] -= rate * (sgd.nesterov() ? g + sgd.momentum() * state[0][i] : state[0][i]);
        } else if (optimizer instanceof OptimizerSpec.Adagrad adagrad) {
            state[0][i] += g * g;
            w[i] -= rate * g / (Math.sqrt(state[0][i]) + adagrad.epsilon());
        } else if (optimizer instanceof OptimizerSpec.RmsProp rms) {
            state[0][i] = rms.decay() * state[0][i] + (1 - rms.decay()) * g * g;
            w[i] -= rate * g / (Math.sqrt(state[0][i]) + rms.epsilon());
        } else if (optimizer instanceof OptimizerSpec.Adam adam) {
            w[i] -= adam(adam.beta1(), adam.beta2(), adam.epsilon(), state, i, g, t) * rate;
        } else if (optimizer instanceof OptimizerSpec.AdamW adam) {
            w[i] -= name.endsWith(".W") ? rate * adam.weightDecay() * w[i] : 0;
            w[i] -= adam(adam.beta1(), adam.beta2(), adam.epsilon(), state, i, g, t) * rate;
        }
    }

    private static double adam(double beta1, double beta2, double epsilon, double[][] state, int i, double g, long t) {
        state[0][i] = beta1 * state[0][i] + (1 - beta1) * g;
        state[1][i] = beta2 * state[1][i] + (1 - beta2) * g * g;
        double m = state[0][i] / (1 - Math.pow(beta1, (double) t));
        double v = state[1][i] / (1 - Math.pow(beta2, (double) t));
        return m / (Math.sqrt(v) + epsilon);
    }

    private void learn(List<Integer> active, double[] losses, double[] weights, double[] norms, double[] after) {
        if (spec.balancer() instanceof BalancerSpec.Uncertainty uncertainty) {
            for (int t : active) {
                learned[t] -= uncertainty.learningRate() * (0.5 - weights[t] * losses[t]);
            }
        } else if (spec.balancer() instanceof BalancerSpec.GradNorm gradNorm) {
            gradNorm(gradNorm, active, losses, norms);
        } else if (spec.balancer() instanceof BalancerSpec.Famo famo) {
            famo(famo, active, losses, after);
        }
    }

    private void gradNorm(BalancerSpec.GradNorm spec, List<Integer> active, double[] losses, double[] norms) {
        for (int t : active) {
            first[t] = Double.isNaN(first[t]) ? atLeastTiny(losses[t]) : first[t];
        }
        double meanNorm = active.stream().mapToDouble(t -> norms[t]).average().orElseThrow();
        double meanRate = active.stream()
                .mapToDouble(t -> atLeastTiny(losses[t]) / first[t])
                .average()
                .orElseThrow();
        double sum = active.stream().mapToDouble(t -> learned[t]).sum();
        for (int t : active) {
            double target = meanNorm * Math.pow(atLeastTiny(losses[t]) / first[t] / meanRate, spec.alpha());
            double slope = Math.signum(norms[t] - target) * norms[t] / learned[t];
            learned[t] = Math.max(1e-4, learned[t] - spec.learningRate() * slope);
        }
        double newSum = active.stream().mapToDouble(t -> learned[t]).sum();
        active.forEach(t -> learned[t] *= sum / newSum);
    }

    /**
     * Algorithm 1 of Liu et al. 2023, with the whole Jacobian of the softmax; the logits by Adam with the decay in the
     * gradient, as {@code torch.optim.Adam(weight_decay)} of the authors' program does it.
     */
    private void famo(BalancerSpec.Famo famo, List<Integer> active, double[] losses, double[] after) {
        double normalizer =
                active.stream().mapToDouble(t -> Math.exp(learned[t])).sum();
        double[] z = new double[learned.length];
        active.forEach(t -> z[t] = Math.exp(learned[t]) / normalizer);
        double[] delta = new double[learned.length];
        for (int i : active) {
            for (int j : active) {
                double jacobian = (i == j ? z[i] : 0) - z[i] * z[j];
                delta[i] += jacobian * (logarithm(j, losses) - logarithm(j, after));
            }
        }
        for (int t : active) {
            double gradient = delta[t] + famo.weightDecay() * learned[t];
            learned[t] -= famo.learningRate() * adam(0.9, 0.999, 1e-8, logitMoments, t, gradient, ++took[t]);
        }
        for (int t : active) {
            double loss = famoLoss(t, losses);
            // A running mean of which each loss makes a hundredth, but for the first; no loss is more than ten means.
            usual[t] = took[t] == 1 ? loss : 0.99 * usual[t] + 0.01 * (loss > 10 * usual[t] ? 10 * usual[t] : loss);
        }
    }

    private double logarithm(int task, double[] losses) {
        return Math.log(famoLoss(task, losses));
    }

    /** No loss is less than a tenth of the usual one, nor than a hundredth. */
    private double famoLoss(int task, double[] losses) {
        double loss = spec.tasks().get(task).weight() * losses[task];
        return Arrays.stream(new double[] {loss, 0.1 * usual[task], 0.01}).max().orElseThrow();
    }

    /** Of a loss that reached 0 there is no ratio. */
    private static double atLeastTiny(double loss) {
        return Math.max(1e-8, loss);
    }

    private static double[][] of(Map<String, double[][]> byTask, String name) {
        return Objects.requireNonNull(byTask.get(name), name);
    }
}
