package io.mainstem.app;

/**
 * What one run of a topology over a topic was measured at.
 *
 * @param micros µs from one record to the next, in the long run
 * @param commits of the whole run
 * @param longestCommitMillis the commit that took longest, within which nothing is processed
 */
record StateRun(double micros, long commits, double longestCommitMillis) {}
