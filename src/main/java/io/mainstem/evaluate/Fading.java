package io.mainstem.evaluate;

/**
 * A metric that can forget: what it took counts less and less beside what it takes. Of two parts of a stream that follow
 * each other, the earlier one merges with the later one to the whole once it has faded for each row of the later one. Of
 * rows that were dealt out in turns nobody knows how much each should have faded.
 */
interface Fading extends RunMetric {

    /**
     * Lessens the weight of all that it took.
     *
     * @param factor above 0, at most 1
     */
    void fade(double factor);
}
