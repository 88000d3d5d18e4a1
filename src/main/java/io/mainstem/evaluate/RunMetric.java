package io.mainstem.evaluate;

/** A metric over any number of predictions in constant memory. {@link #add} allocates nothing. */
interface RunMetric extends Metric, Saved {

    /**
     * Takes all that another one took, as if it had been added here.
     *
     * @param other of the same class and shape, left as it is
     */
    void merge(RunMetric other);
}
