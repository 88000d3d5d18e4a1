package io.mainstem.spec;

import java.util.List;

/** One task: what is predicted, and the head that predicts it. */
public sealed interface TaskSpec {

    String name();

    /** The task's fixed factor in the joint loss, positive. */
    double weight();

    /** The head's hidden layers, before its linear one. */
    List<LayerSpec> hidden();

    /** How the row losses of a mini-batch become one. */
    Reduction reduction();

    /** Numbers that a label of this task takes: 1, the number of labels of a multilabel task, or the outputs of a regression. */
    int labelWidth();

    /** Numbers that a prediction of this task takes, and the width of its head's last layer. */
    int outputWidth();

    enum Reduction {
        MEAN,
        SUM
    }

    /** Yes or no; one logit. */
    record Binary(String name, double weight, List<LayerSpec> hidden, Reduction reduction) implements TaskSpec {
        public Binary {
            hidden = List.copyOf(hidden);
        }

        @Override
        public int labelWidth() {
            return 1;
        }

        @Override
        public int outputWidth() {
            return 1;
        }
    }

    /** Exactly one of {@code classes}; a logit each. */
    record Multiclass(String name, List<String> classes, double weight, List<LayerSpec> hidden, Reduction reduction)
            implements TaskSpec {
        public Multiclass {
            classes = List.copyOf(classes);
            hidden = List.copyOf(hidden);
        }

        @Override
        public int labelWidth() {
            return 1;
        }

        @Override
        public int outputWidth() {
            return classes.size();
        }
    }

    /** Any subset of {@code labels}; a logit each. */
    record Multilabel(String name, List<String> labels, double weight, List<LayerSpec> hidden, Reduction reduction)
            implements TaskSpec {
        public Multilabel {
            labels = List.copyOf(labels);
            hidden = List.copyOf(hidden);
        }

        @Override
        public int labelWidth() {
            return labels.size();
        }

        @Override
        public int outputWidth() {
            return labels.size();
        }
    }

    /** One or more numbers, standardised as the stream goes (but for Poisson's counts) and reported in their own unit. */
    record Regression(
            String name, int outputs, RegressionLoss loss, double weight, List<LayerSpec> hidden, Reduction reduction)
            implements TaskSpec {
        public Regression {
            hidden = List.copyOf(hidden);
        }

        @Override
        public int labelWidth() {
            return outputs;
        }

        @Override
        public int outputWidth() {
            return outputs;
        }
    }
}
