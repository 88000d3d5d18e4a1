package io.mainstem.stream;

/** The names of the learner's nodes in a topology; they begin with the learner's name, so that several fit in one. */
record Nodes(
        String events,
        String decode,
        String labels,
        String decodeLabels,
        String control,
        String decodeControl,
        String learn,
        String model,
        String waiting,
        String predictions,
        String metrics,
        String checkpoints,
        String deadLetters) {

    /** What the name of the store of waiting rows ends with. */
    static final String WAITING = "-waiting";

    static Nodes of(String learner) {
        return new Nodes(
                learner + "-events",
                learner + "-decode",
                learner + "-labels",
                learner + "-decode-labels",
                learner + "-control",
                learner + "-decode-control",
                learner + "-learn",
                learner + "-model",
                learner + WAITING,
                learner + "-predictions",
                learner + "-metrics",
                learner + "-checkpoints",
                learner + "-dead-letters");
    }
}
