package io.mainstem.app;

/**
 * What {@code bench state} found.
 *
 * @param passThrough µs a record of a topology that hands records on, without and with exactly-once
 * @param learner the same of a learner
 * @param steps mini-batches of a learner's run with exactly-once
 * @param commits of that run
 * @param copies of the whole state that went to the changelog in that run
 * @param large the same learner's worth of figures for one of many parameters
 */
record StateCosts(Pair passThrough, Pair learner, long steps, long commits, double copies, Large large) {

    /** Medians, µs a record. */
    record Pair(double atLeastOnce, double exactlyOnce) {

        double cost() {
            return exactlyOnce - atLeastOnce;
        }

        double ratio() {
            return exactlyOnce / atLeastOnce;
        }
    }

    /**
     * A learner of many parameters.
     *
     * @param stateBytes with the optimiser's moments
     * @param longestCommitMillis nothing is processed within a commit
     * @param restoreMillis from the start of a process without a disk to its first record
     */
    record Large(
            long parameters,
            long stateBytes,
            long commitIntervalMillis,
            long commits,
            double copies,
            double longestCommitMillis,
            double restoreMillis) {}
}
