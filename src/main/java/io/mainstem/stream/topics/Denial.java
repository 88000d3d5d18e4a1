package io.mainstem.stream.topics;

/**
 * Something that the brokers do not let this user do.
 *
 * @param operation as Kafka's access control names it, such as Write
 * @param resource such as topic events
 */
public record Denial(String operation, String resource) {

    public static Denial onTopic(String operation, String topic) {
        return new Denial(operation, "topic " + topic);
    }

    @Override
    public String toString() {
        return operation + " on " + resource;
    }
}
