package io.mainstem.observe;

import org.jspecify.annotations.Nullable;

/**
 * What there is to measure of a learner; by Micrometer's conventions. All but {@link #UNMETERED} have the tag {@code
 * partition}.
 */
enum MeterName {
    RECORDS("mainstem.records", true, null, "Records taken from all sources, dead letters included"),
    EVENTS("mainstem.events", true, null, "Events taken, labelled or not"),
    EXAMPLES("mainstem.examples", true, null, "Examples learned from: labelled events, where a task clusters all"),
    DEAD_LETTERS("mainstem.dead.letters", true, null, "Records refused, by reason"),
    REPEATS("mainstem.repeats", true, null, "Events dropped because their id was there before"),
    NOT_LEARNED(
            "mainstem.examples.not.learned",
            true,
            null,
            "Examples predicted and scored, and not learned, while paused"),
    GIVEN_UP("mainstem.examples.given.up", true, null, "Examples given up with their mini-batch at a rollback"),
    WAITING("mainstem.examples.waiting", false, null, "Examples whose mini-batch is not full yet"),
    AWAITING("mainstem.rows.awaiting", false, null, "Events whose row is kept, as they wait for labels"),
    EVENT_TIME(
            "mainstem.event.time",
            false,
            "seconds",
            "Event time of the newest event, since the epoch; absent where events have none"),
    EPOCH("mainstem.model.epoch", false, null, "Epoch of the model: rises with every rollback"),
    VERSION("mainstem.model.version", false, null, "Version of the model: rises with every checkpoint"),
    STEP("mainstem.model.step", false, null, "Optimiser steps of the model; a rollback takes it back"),
    PARAMETERS("mainstem.model.parameters", false, null, "Weights and biases of the network"),
    LEARNING_RATE(
            "mainstem.learning.rate",
            false,
            null,
            "Learning rate of the next optimiser step, with the factor of its schedule"),
    PAUSED("mainstem.paused", false, null, "1 while it predicts and scores only"),
    TRUNK_FROZEN("mainstem.trunk.frozen", false, null, "1 while only the heads are learned"),
    STATE_BYTES("mainstem.state", false, "bytes", "Size of the whole state, as it is restored"),
    RESTORE(
            "mainstem.restore",
            false,
            "seconds",
            "Time that it took to have the saved state again; 0 where there was none"),
    CHECKPOINT_AGE(
            "mainstem.checkpoint.age",
            false,
            "seconds",
            "Time since the newest version was made in this process; absent before the first"),
    OFFSET("mainstem.source.offset", false, null, "Offset of the last record taken, by topic"),
    COPY_AGE(
            "mainstem.model.copy.age",
            false,
            "seconds",
            "Age of the copy that predictions over HTTP are made by; 0 where it is the newest model"),
    FEATURE_DRIFTS(
            "mainstem.feature.drifts",
            true,
            null,
            "Moves of a feature's mean that were noticed, of all features together"),
    IDLE(
            "mainstem.stream.idle",
            false,
            "seconds",
            "Time since the partition's learner took an event or labels, or was taken up here"),
    LAG("mainstem.stream.lag", false, null, "Records of a source that are not taken yet, by topic and partition"),

    LABELS("mainstem.task.labels", true, null, "Labels of the task scored"),
    RUN_LABELS(
            "mainstem.task.run.labels",
            false,
            null,
            "Labels that the metrics over the run are of; a rollback takes it back"),
    METRIC(
            "mainstem.task.metric",
            false,
            null,
            "Metrics of the task's model and baselines, over the run, the window, faded or held out"),
    WEIGHT("mainstem.task.weight", false, null, "Factor of the task's loss in its last step, as the balancer has it"),
    COSINE(
            "mainstem.task.gradient.cosine",
            false,
            null,
            "Cosine of the angle between the task's gradient of the trunk and another's"),
    LATE_LABELS("mainstem.task.labels.late", true, null, "What became of labels that were waited for, by kind"),
    ROWS_OF_TASK("mainstem.task.rows.awaiting", false, null, "Events that wait for a label of the task"),
    HELD(
            "mainstem.task.labels.held",
            false,
            null,
            "Labels of the task that came before their event, and are held for it"),
    LABEL_AGES(
            "mainstem.task.labels.age",
            true,
            null,
            "Labels scored, by their age: how long after its event a label came"),
    METRIC_BY_AGE(
            "mainstem.task.metric.age", false, null, "Metrics of the task over the run, by the age of the labels"),
    CALIBRATION("mainstem.task.calibration.error", false, null, "Expected calibration error over the run"),
    GAIN(
            "mainstem.task.transfer.gain",
            false,
            null,
            "By what part of its twin's loss the task's is below it, and the ends of the 95 % interval"),
    LEFT_OUT("mainstem.task.left.out", false, null, "1 where the task no longer shapes the trunk"),
    COVERAGE(
            "mainstem.task.coverage",
            false,
            null,
            "Share of labels in the predicted intervals or sets, and the share asked for"),
    REGION_SIZE(
            "mainstem.task.region.size",
            false,
            null,
            "Mean width of intervals, or number of classes in a set, over the window"),
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

    /** Whether it is a counter, of what happened in this process. */
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
