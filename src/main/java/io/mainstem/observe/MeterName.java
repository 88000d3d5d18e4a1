package io.mainstem.observe;

import org.jspecify.annotations.Nullable;

/** What there is to measure of a learner; by Micrometer's conventions. All have the tag {@code partition}. */
enum MeterName {
    RECORDS("mainstem.records", true, null, "Records taken from the events topic and others, dead letters included"),
    EVENTS("mainstem.events", true, null, "Events taken, labelled or not"),
    EXAMPLES("mainstem.examples", true, null, "Events learned from"),
    DEAD_LETTERS("mainstem.dead.letters", true, null, "Records refused, by reason"),
    REPEATS("mainstem.repeats", true, null, "Events dropped because they were there before"),
    NOT_LEARNED("mainstem.examples.not.learned", true, null, "Examples predicted and scored while paused"),
    GIVEN_UP("mainstem.examples.given.up", true, null, "Examples given up with their mini-batch at a rollback"),
    WAITING("mainstem.examples.waiting", false, null, "Examples whose mini-batch is not full yet"),
    AWAITING("mainstem.rows.awaiting", false, null, "Events whose row is kept, as they wait for labels"),
    EPOCH("mainstem.model.epoch", false, null, "Rises with every rollback"),
    VERSION("mainstem.model.version", false, null, "Rises with every checkpoint"),
    STEP("mainstem.model.step", false, null, "Optimiser steps of the model; a rollback takes it back"),
    PARAMETERS("mainstem.model.parameters", false, null, "Weights and biases"),
    LEARNING_RATE("mainstem.learning.rate", false, null, "Of the next optimiser step"),
    PAUSED("mainstem.paused", false, null, "1 while it predicts and scores only"),
    TRUNK_FROZEN("mainstem.trunk.frozen", false, null, "1 while only the heads are learned"),
    STATE_BYTES("mainstem.state", false, "bytes", "Size of the whole state, as it is restored"),
    RESTORE("mainstem.restore", false, "seconds", "What it took to have the saved state again"),
    OFFSET("mainstem.source.offset", false, null, "Of the last record taken, by source"),
    COPY_AGE("mainstem.model.copy.age", false, "seconds", "Age of the copy that predictions over HTTP are made by"),

    LABELS("mainstem.task.labels", true, null, "Labels of the task scored"),
    METRIC("mainstem.task.metric", false, null, "A metric of the task, over the run, the window, and others"),
    WEIGHT("mainstem.task.weight", false, null, "Factor of the task's loss in its last step"),
    COSINE("mainstem.task.gradient.cosine", false, null, "Agreement of the task's gradient with another's"),
    LATE_LABELS("mainstem.task.labels.late", true, null, "What became of labels that were waited for, by kind"),
    ROWS_OF_TASK("mainstem.task.rows.awaiting", false, null, "Events that wait for a label of the task"),
    LABEL_AGES("mainstem.task.labels.age", true, null, "Labels scored, by their age"),
    METRIC_BY_AGE(
            "mainstem.task.metric.age", false, null, "A metric of the task over the run, by the age of the labels"),
    CALIBRATION("mainstem.task.calibration.error", false, null, "Expected calibration error over the run"),
    GAIN(
            "mainstem.task.transfer.gain",
            false,
            null,
            "What joint training brings the task, and the ends of its interval"),
    LEFT_OUT("mainstem.task.left.out", false, null, "1 where the task no longer shapes the trunk"),
    COVERAGE("mainstem.task.coverage", false, null, "Share of labels in the predicted regions"),
    REGION_SIZE("mainstem.task.region.size", false, null, "Mean width of intervals, or classes in a set"),
    DRIFTS("mainstem.task.drifts", true, null, "Rises of the task's loss that were noticed"),
    UNMETERED("mainstem.tasks.unmetered", false, null, "Tasks beyond the number that have meters");

    private final String id;
    private final boolean counts;
    private final @Nullable String unit;
    private final String description;

    MeterName(String id, boolean counts, @Nullable String unit, String description) {
        this.id = id;
        this.counts = counts;
        this.unit = unit;
        this.description = description;
    }

    String id() {
        return id;
    }

    /** Whether it only ever rises. */
    boolean counts() {
        return counts;
    }

    @Nullable
    String unit() {
        return unit;
    }

    String description() {
        return description;
    }
}
