package io.mainstem.spec;

/** The names of the topics on the user's cluster. */
public record TopicNames(
        String events,
        String labels,
        String control,
        String predictions,
        String metrics,
        String checkpoints,
        String deadLetters) {

    /** The topic from which records of that kind come. */
    public String of(Source source) {
        return switch (source) {
            case EVENTS -> events;
            case LABELS -> labels;
            case CONTROL -> control;
        };
    }

    public static TopicNames defaults() {
        return new TopicNames("events", "labels", "control", "predictions", "metrics", "checkpoints", "dead-letters");
    }
}
