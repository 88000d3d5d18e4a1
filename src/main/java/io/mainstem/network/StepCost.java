package io.mainstem.network;

import io.mainstem.encode.MiniBatch;

/**
 * What a step costs by arithmetic alone, so that whoever shares out time by it does so in the same way wherever and
 * whenever that is. In microseconds of the machine on which it was measured; it is right about proportions.
 */
final class StepCost {

    /** Of a step, whatever the network. */
    private static final double STEP = 0.6;
    /** Of calling the products of one matrix, forward and back, however small it is. */
    private static final double MATRIX = 0.15;
    /** Of the optimiser, a number that it steps. */
    private static final double NUMBER = 0.6e-3;
    /** Of a weight's products with one row: forward, and twice back. */
    private static final double PRODUCT = 0.05e-3;
    /** Of a unit's nonlinearity, a row. */
    private static final double UNIT = 0.7e-3;
    /** Of an output's probability and loss, a row. */
    private static final double OUTPUT = 35e-3;
    /** Of a sparse entry, each of the numbers that are gathered, scattered and stepped for it. */
    private static final double GATHERED = 2.5e-3;

    private StepCost() {}

    /**
     * Of a forward pass and a step on the mini-batch.
     *
     * @param outputs of all tasks together
     */
    static double of(Parameter[] parameters, int outputs, MiniBatch batch) {
        double rows = batch.size();
        double entries = batch.rowStart()[batch.size()];
        double cost = STEP + OUTPUT * rows * outputs;
        for (Parameter parameter : parameters) {
            double numbers = parameter.gradient().length();
            cost += NUMBER * numbers;
            cost += parameter.isMatrix() ? MATRIX + PRODUCT * rows * numbers : UNIT * rows * numbers;
            if (parameter.sparse() != null) {
                cost += GATHERED * entries * parameter.values().columns();
            }
        }
        return cost;
    }
}
