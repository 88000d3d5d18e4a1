package io.mainstem.event;

/**
 * What stands in a record, its features apart, which went to a sink.
 *
 * @param hasFeatures whether there are some
 * @param isLabelled whether there are labels, of whatever task
 * @param undeclared names in it that the learner does not declare
 */
record RecordFields(String id, long time, boolean hasFeatures, Labels labels, boolean isLabelled, long undeclared) {}
