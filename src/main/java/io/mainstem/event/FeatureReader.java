package io.mainstem.event;

import com.fasterxml.jackson.core.JsonToken;
import io.mainstem.spec.FeatureSpec;
import java.io.IOException;

/** Reads the values of one declared feature into a sink. */
sealed interface FeatureReader {

    /** Its place among the declared ones. */
    int feature();

    /** The cursor stands on the value, which is not null; afterwards on the value's last token. */
    void read(RecordCursor cursor, FeatureSink sink) throws IOException, InvalidRecordException;

    static FeatureReader of(int feature, FeatureSpec spec) {
        if (spec instanceof FeatureSpec.Numeric) {
            return new Numeric(feature);
        } else if (spec instanceof FeatureSpec.Category) {
            return new Category(feature);
        } else if (spec instanceof FeatureSpec.Bag) {
            return new Bag(feature);
        } else if (spec instanceof FeatureSpec.Text) {
            return new Text(feature);
        } else if (spec instanceof FeatureSpec.Vector vector) {
            return new Vector(feature, vector.size());
        }
        throw new IllegalArgumentException("no reader for features like " + spec);
    }

    record Numeric(int feature) implements FeatureReader {
        @Override
        public void read(RecordCursor cursor, FeatureSink sink) throws IOException, InvalidRecordException {
            JsonToken token = cursor.token();
            if (token.isBoolean()) {
                sink.number(feature, token == JsonToken.VALUE_TRUE ? 1 : 0);
            } else {
                sink.number(feature, cursor.number());
            }
        }
    }

    record Category(int feature) implements FeatureReader {
        private static final char[] TRUE = {'t', 'r', 'u', 'e'};
        private static final char[] FALSE = {'f', 'a', 'l', 's', 'e'};

        @Override
        public void read(RecordCursor cursor, FeatureSink sink) throws IOException, InvalidRecordException {
            switch (cursor.token()) {
                case VALUE_STRING -> sink.category(feature, cursor.chars(), cursor.offset(), cursor.length());
                case VALUE_TRUE -> sink.category(feature, TRUE, 0, TRUE.length);
                case VALUE_FALSE -> sink.category(feature, FALSE, 0, FALSE.length);
                default -> throw cursor.wrongType("a string");
            }
        }
    }

    record Text(int feature) implements FeatureReader {
        @Override
        public void read(RecordCursor cursor, FeatureSink sink) throws IOException, InvalidRecordException {
            if (cursor.token() != JsonToken.VALUE_STRING) {
                throw cursor.wrongType("a string");
            }
            sink.text(feature, cursor.chars(), cursor.offset(), cursor.length());
        }
    }

    record Vector(int feature, int size) implements FeatureReader {
        @Override
        public void read(RecordCursor cursor, FeatureSink sink) throws IOException, InvalidRecordException {
            if (cursor.token() != JsonToken.START_ARRAY) {
                throw cursor.wrongType("an array of " + size + " numbers");
            }
            sink.vector(feature);
            int n = 0;
            for (JsonToken t = cursor.next(); t != JsonToken.END_ARRAY; t = cursor.next()) {
                if (n == size) {
                    throw cursor.refusal(Reason.WRONG_LENGTH, "expected " + size + " numbers, found more");
                }
                if (t != JsonToken.VALUE_NULL) {
                    cursor.at(n);
                    sink.vectorElement(feature, n, cursor.number());
                    cursor.leaveElement();
                }
                n++;
            }
            if (n < size) {
                throw cursor.refusal(Reason.WRONG_LENGTH, "expected " + size + " numbers, found " + n);
            }
        }
    }

    /** Not thread-safe. */
    final class Bag implements FeatureReader {
        private final int feature;
        private char[] item = new char[64];

        Bag(int feature) {
            this.feature = feature;
        }

        @Override
        public int feature() {
            return feature;
        }

        @Override
        public void read(RecordCursor cursor, FeatureSink sink) throws IOException, InvalidRecordException {
            switch (cursor.token()) {
                case START_ARRAY -> items(cursor, sink);
                case START_OBJECT -> weightedItems(cursor, sink);
                default -> throw cursor.wrongType("an array of strings or an object of numbers");
            }
        }

        private void items(RecordCursor cursor, FeatureSink sink) throws IOException, InvalidRecordException {
            sink.bag(feature);
            int n = 0;
            for (JsonToken t = cursor.next(); t != JsonToken.END_ARRAY; t = cursor.next()) {
                if (t != JsonToken.VALUE_STRING) {
                    cursor.at(n);
                    throw cursor.wrongType("a string");
                }
                sink.bagItem(feature, cursor.chars(), cursor.offset(), cursor.length(), 1);
                n++;
            }
        }

        private void weightedItems(RecordCursor cursor, FeatureSink sink) throws IOException, InvalidRecordException {
            sink.bag(feature);
            for (JsonToken t = cursor.next(); t != JsonToken.END_OBJECT; t = cursor.next()) {
                String name = cursor.text();
                int length = name.length();
                if (length > item.length) {
                    item = new char[Math.max(length, 2 * item.length)];
                }
                // The parser lends characters only until it moves on, and the weight comes after them.
                name.getChars(0, length, item, 0);
                cursor.next();
                cursor.atItem(name);
                sink.bagItem(feature, item, 0, length, cursor.number());
                cursor.leaveElement();
            }
        }
    }
}
