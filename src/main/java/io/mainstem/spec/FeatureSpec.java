package io.mainstem.spec;

/** One declared feature of the events. */
public sealed interface FeatureSpec {

    int DEFAULT_CATEGORY_BUCKETS = 256;
    int DEFAULT_BAG_BUCKETS = 2048;
    int DEFAULT_TEXT_BUCKETS = 4096;

    String name();

    /** Whether its values may be arrays or objects. */
    default boolean takesSeveral() {
        return this instanceof Bag || this instanceof Vector;
    }

    /** A number, standardised as the stream goes. */
    record Numeric(String name) implements FeatureSpec {}

    /** A string out of an open set, hashed to one of {@code buckets} columns. */
    record Category(String name, int buckets) implements FeatureSpec {}

    /** A set of strings, or strings with weights, each hashed to one of {@code buckets} columns. */
    record Bag(String name, int buckets) implements FeatureSpec {}

    /** Running text: its words and pairs of words, hashed to {@code buckets} columns. */
    record Text(String name, int buckets) implements FeatureSpec {}

    /** An array of {@code size} numbers, each standardised on its own; null elements are missing. */
    record Vector(String name, int size) implements FeatureSpec {}
}
