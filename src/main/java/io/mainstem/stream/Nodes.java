package io.mainstem.stream;

/** The names of the learner's nodes in a topology; they begin with the learner's name, so that several fit in one. */
record Nodes(
        String events,
        String decode,
        String learn,
        String model,
        String predictions,
        String metrics,
        String checkpoints,
        String deadLetters) {

    static Nodes of(String learner) {
        return new Nodes(
                learner + "-events",
                learner + "-decode",
                learner + "-learn",
                learner + "-model",
                learner + "-predictions",
                learner + "-metrics",
                learner + "-checkpoints",
                learner + "-dead-letters");
    }
}
