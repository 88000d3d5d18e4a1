package io.mainstem.network;

/** How the losses of the tasks are weighed against each other. */
interface Balancer {

    /**
     * Gives the factor of each task's loss in this step.
     *
     * @param weights {@code [tasks]} receives the factors; those of silent tasks do not matter
     * @return what the balancing itself adds to the total loss
     */
    double weigh(TaskLosses losses, double[] weights);
}
