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

    /** Numbers that a prediction of this task takes, and the width of its head's last layer if it has one. */
    int outputWidth();

    /** Whether its labels are arrays. */
    default boolean takesSeveral() {
        return this instanceof Multilabel || (this instanceof Regression regression && regression.outputs() > 1);
    }

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

    /**
     * Online k-means on the trunk's representation; needs no labels, so every event is an example of it. A prediction is
     * the nearest centroid, the distance to it, and the distance to the next one. A label is a reference to compare the
     * clusters with, and is not learned: some number that stands for it.
     *
     * @param decay what is left of a centroid's weight after a mini-batch, above 0 and at most 1
     * @param shapesTrunk whether the distances, times the weight, are part of the joint loss
     */
    record Clustering(String name, int k, double decay, double weight, boolean shapesTrunk) implements TaskSpec {
        @Override
        public List<LayerSpec> hidden() {
            return List.of();
        }

        @Override
        public Reduction reduction() {
            return Reduction.MEAN;
        }

        @Override
        public int labelWidth() {
            return 1;
        }

        @Override
        public int outputWidth() {
            return 3;
        }
    }
}
