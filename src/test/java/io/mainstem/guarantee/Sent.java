package io.mainstem.guarantee;

/**
 * An event that the broker has confirmed, with what its maker knows of it; the learner's own reading of it is not asked.
 *
 * @param id of the event; unique in a run
 */
record Sent(String id, Kind kind, int partition, long offset) {

    enum Kind {
        LABELLED,
        UNLABELLED,
        NOT_JSON("not-json"),
        WRONG_TYPE("wrong-type"),
        UNKNOWN_CLASS("unknown-class"),
        EMPTY("empty-value");

        private final String reason;

        Kind() {
            this("");
        }

        Kind(String reason) {
            this.reason = reason;
        }

        /** Of the dead letter that it becomes; empty of an event. */
        String reason() {
            return reason;
        }

        boolean isEvent() {
            return reason.isEmpty();
        }
    }
}
