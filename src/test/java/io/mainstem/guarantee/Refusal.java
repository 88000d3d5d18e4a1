package io.mainstem.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A committed dead letter: where it came from, and why. */
record Refusal(int partition, long offset, String reason) {

    static Refusal of(ConsumerRecord<byte[], byte[]> record) {
        return new Refusal(
                Integer.parseInt(header(record, "partition")),
                Long.parseLong(header(record, "offset")),
                header(record, "reason"));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader("mainstem." + name).value(), UTF_8);
    }
}
