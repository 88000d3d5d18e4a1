package io.mainstem.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A committed record of the predictions or of the metrics, as far as it tells who made it.
 *
 * @param key the event's id, or the task
 * @param replica the partition whose learner made it
 * @param step optimiser steps of that learner before it
 */
record Output(String key, int replica, long step, String value) {

    private static final Pattern REPLICA = Pattern.compile("\"replica\":(\\d+)");
    private static final Pattern STEP = Pattern.compile("\"step\":(\\d+)");

    static Output of(ConsumerRecord<byte[], byte[]> record) {
        String value = new String(record.value(), UTF_8);
        return new Output(new String(record.key(), UTF_8), (int) number(REPLICA, value), number(STEP, value), value);
    }

    private static long number(Pattern pattern, String value) {
        Matcher matcher = pattern.matcher(value);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + value);
        }
        return Long.parseLong(matcher.group(1));
    }
}
