package io.mainstem.stream;

import io.mainstem.learn.InvalidStateException;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Checks, before the first record that a restored learner takes, that it is none that the learner has taken already.
 *
 * <p>State and offset are committed in one transaction, so no crash brings a record back. But brokers forget the offsets of
 * a group that is away for long ({@code offsets.retention.minutes}), and people set or delete them: Kafka Streams then
 * begins where the topic does, and would have every label learned a second time.
 */
final class RepeatCheck {

    private RepeatCheck() {}

    /**
     * Lets the record pass, or stops.
     *
     * @param group that takes the records, the application's id
     * @param first record that is to be taken
     * @param taken offset of the last record that the learner has taken; below zero if there is none
     */
    static void check(String learner, String group, RecordMetadata first, long taken) {
        if (first.offset() > taken) {
            return;
        }
        String topic = first.topic();
        int partition = first.partition();
        throw new InvalidStateException(
                "Learner " + learner + " has learned from partition " + partition + " of topic "
                        + topic + " up to offset " + taken + ", and is given offset " + first.offset()
                        + " again: the offsets of group " + group
                        + " were lost (brokers keep those of an idle group for"
                        + " offsets.retention.minutes), or set back. Nothing was learned twice. To go on where it was, once"
                        + " all instances have left the group:"
                        + " kafka-consumer-groups.sh --group " + group + " --topic " + topic + ":" + partition
                        + " --reset-offsets --to-offset " + (taken + 1)
                        + " --execute. Where the topic was made anew, or is another one, start anew under another application id");
    }
}
