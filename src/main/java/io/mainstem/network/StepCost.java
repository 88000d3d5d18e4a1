package io.mainstem.network;

import io.mainstem.encode.MiniBatch;

/**
 * What a step costs by arithmetic alone, so that whoever shares out time by it does so in the same way wherever and
 * whenever that is. In microseconds of the machine on which it was measured; it is right about proportions.
 */
final class StepCost {

    /** Of calling the products of one layer, forward and back, however small it is. */
    private static final double LAYER = 2.0;
    /** Of a step, whatever the network. */
    private static final double STEP = 3.0;
    /** Of the optimiser, a number that it steps. */
    private static final double NUMBER = 0.4e-3;
    /** Of a weight's products with one row: forward, and twice back. */
    private static final double PRODUCT = 0.05e-3;
    /** Of a sparse entry's numbers, gathered, scattered and stepped. */
    private static final double GATHERED = 2e-3;

    private StepCost() {}

    static double of(Parameter[] parameters, MiniBatch batch) {
        double rows = batch.size();
        double entries = batch.rowStart()[batch.size()];
        double cost = STEP;
        for (Parameter parameter : parameters) {
            double numbers = parameter.gradient().length();
            cost += NUMBER * numbers;
            if (parameter.isMatrix()) {
                cost += LAYER + PRODUCT * rows * numbers;
            }
            if (parameter.sparse() != null) {
                cost += GATHERED * entries * parameter.values().columns();
            }
        }
        return cost;
    }
}
