package io.mainstem.spec;

import java.util.Optional;

/** Reads the declaration of one feature. */
final class FeatureReader {

    private static final int MOST_BUCKETS = 1 << 20;
    private static final int LONGEST_VECTOR = 65536;

    private enum Type {
        NUMBER,
        CATEGORY,
        BAG,
        TEXT,
        VECTOR
    }

    private FeatureReader() {}

    static Optional<FeatureSpec> read(String name, Fields fields) {
        return fields.kind("type", Type.class).map(type -> switch (type) {
            case NUMBER -> new FeatureSpec.Numeric(name);
            case CATEGORY -> new FeatureSpec.Category(name, buckets(fields, FeatureSpec.DEFAULT_CATEGORY_BUCKETS));
            case BAG -> new FeatureSpec.Bag(name, buckets(fields, FeatureSpec.DEFAULT_BAG_BUCKETS));
            case TEXT -> new FeatureSpec.Text(name, buckets(fields, FeatureSpec.DEFAULT_TEXT_BUCKETS));
            case VECTOR -> new FeatureSpec.Vector(name, size(fields));
        });
    }

    private static int buckets(Fields fields, int fallback) {
        return fields.integer("buckets", 2, MOST_BUCKETS, fallback);
    }

    private static int size(Fields fields) {
        return fields.required("size")
                .integer(1, LONGEST_VECTOR)
                .map(Math::toIntExact)
                .orElse(1);
    }
}
