package io.mainstem.app;

/**
 * What one run of a topology over a topic was measured at.
 *
 * @param micros µs from one record to the next, in the long run
 * @param cpuMicros µs of processor time that the stream thread took for a record: on a busy machine the wall clock counts the
 *     others' turns too
 * @param commits of the whole run
 * @param longestCommitMillis the commit that took longest, within which nothing is processed
 */
record StateRun(double micros, double cpuMicros, long commits, double longestCommitMillis) {}
