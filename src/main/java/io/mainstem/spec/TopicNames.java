package io.mainstem.spec;

/** The names of the topics on the user's cluster. */
public record TopicNames(String events, String predictions, String metrics, String checkpoints, String deadLetters) {

    public static TopicNames defaults() {
        return new TopicNames("events", "predictions", "metrics", "checkpoints", "dead-letters");
    }
}
