package io.mainstem.app;

/** The events topic and the changelog of an application have different numbers of partitions. */
final class PartitionMismatch {

    private PartitionMismatch() {}

    /** Says what to do. Each partition of events is a learner of its own, whose state is in the changelog's partition. */
    static String line(String events, int partitions, String changelog, int states) {
        String differ = "topic " + events + " has " + partitions + (partitions == 1 ? " partition" : " partitions")
                + ", and this application's changelog " + changelog + " has " + states + ": ";
        return partitions > states
                ? differ + "add partitions to the changelog (kafka-topics.sh --alter --topic " + changelog
                        + " --partitions " + partitions
                        + ") for new learners beside those that there are, or start anew with another --application-id"
                : differ + "was the topic made anew? Start anew with another --application-id";
    }
}
