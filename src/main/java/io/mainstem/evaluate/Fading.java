package io.mainstem.evaluate;

/** A metric that can forget: what it took counts less and less beside what it takes. */
interface Fading extends RunMetric {

    /**
     * Lessens the weight of all that it took.
     *
     * @param factor above 0, at most 1
     */
    void fade(double factor);
}
