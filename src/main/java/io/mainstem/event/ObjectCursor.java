package io.mainstem.event;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Over a record of Java's own objects, as if it were written in JSON: maps are objects, collections and arrays are
 * arrays; character sequences, {@link Instant}, {@link UUID} and enum constants are strings. Bytes and anything else are
 * values of no type, which nothing declared can have.
 */
final class ObjectCursor extends RecordCursor {

    private static final char[] NOTHING = {};

    /** An object or an array that is being read. */
    private static final class Frame {
        private final Iterator<?> rest;
        private final boolean isObject;
        private String name = "";
        private int index = -1;
        private @Nullable Object pending;
        private boolean isPending;

        Frame(Iterator<?> rest, boolean isObject) {
            this.rest = rest;
            this.isObject = isObject;
        }

        String step() {
            return isObject ? Excerpt.step(name) : "/" + Math.max(0, index);
        }
    }

    private final Deque<Frame> frames = new ArrayDeque<>();
    private @Nullable Object current;
    private JsonToken token = JsonToken.NOT_AVAILABLE;
    private String text = "";
    private char[] chars = NOTHING;

    private ObjectCursor() {}

    static <T> T read(Map<?, ?> record, Body<T> body) throws InvalidRecordException {
        ObjectCursor cursor = new ObjectCursor();
        try {
            cursor.value(record);
        } catch (RuntimeException e) {
            throw cursor.foreign(e);
        }
        try {
            return body.read(cursor);
        } catch (IOException e) {
            throw new UncheckedIOException("there is nothing to read from", e);
        }
    }

    @Override
    @Nullable
    JsonToken nextToken() throws InvalidRecordException {
        if (frames.isEmpty()) {
            return null;
        }
        try {
            advance();
        } catch (RuntimeException e) {
            throw foreign(e);
        }
        if (frames.size() > Json.MAX_DEPTH) {
            // One that contains itself has no end.
            throw refusal(Reason.NOT_DESERIALIZABLE, "nested deeper than " + Json.MAX_DEPTH + " levels");
        }
        return token;
    }

    /** The objects may be of anybody's classes, and throw when they are looked into. */
    private InvalidRecordException foreign(RuntimeException e) {
        return refusal(Reason.NOT_DESERIALIZABLE, Excerpt.of(e));
    }

    @Override
    @Nullable
    String nextFieldName() throws InvalidRecordException {
        return nextToken() == JsonToken.FIELD_NAME ? text : null;
    }

    private void advance() {
        Frame frame = frames.getLast();
        if (frame.isPending) {
            frame.isPending = false;
            value(frame.pending);
        } else if (!frame.rest.hasNext()) {
            frames.removeLast();
            token = frame.isObject ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
        } else if (frame.isObject) {
            Map.Entry<?, ?> entry = (Map.Entry<?, ?>) frame.rest.next();
            frame.name = String.valueOf(entry.getKey());
            frame.pending = entry.getValue();
            frame.isPending = true;
            string(JsonToken.FIELD_NAME, frame.name);
        } else {
            frame.index++;
            value(frame.rest.next());
        }
    }

    private void value(@Nullable Object value) {
        current = value;
        // What is frequent comes first, and classes before interfaces, which cost more to ask for.
        if (value == null) {
            token = JsonToken.VALUE_NULL;
        } else if (value instanceof String characters) {
            string(JsonToken.VALUE_STRING, characters);
        } else if (value instanceof Number number) {
            token = isWhole(number) ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_NUMBER_FLOAT;
        } else if (value instanceof Boolean truth) {
            token = truth ? JsonToken.VALUE_TRUE : JsonToken.VALUE_FALSE;
        } else if (value instanceof Map<?, ?> map) {
            token = JsonToken.START_OBJECT;
            frames.addLast(new Frame(map.entrySet().iterator(), true));
        } else if (value instanceof Collection<?> collection) {
            token = JsonToken.START_ARRAY;
            frames.addLast(new Frame(collection.iterator(), false));
        } else if (value.getClass().isArray() && !(value instanceof byte[])) {
            token = JsonToken.START_ARRAY;
            frames.addLast(new Frame(elements(value), false));
        } else if (isText(value)) {
            string(JsonToken.VALUE_STRING, value.toString());
        } else {
            token = JsonToken.VALUE_EMBEDDED_OBJECT;
        }
    }

    private void string(JsonToken kind, String characters) {
        token = kind;
        text = characters;
        chars = NOTHING;
    }

    private static boolean isText(Object value) {
        return value instanceof CharSequence
                || value instanceof Instant
                || value instanceof Enum<?>
                || value instanceof UUID
                || value instanceof Character;
    }

    private static boolean isWhole(Number number) {
        return number instanceof Long
                || number instanceof Integer
                || number instanceof BigInteger
                || number instanceof Short
                || number instanceof Byte;
    }

    private static Iterator<Object> elements(Object array) {
        return new AbstractList<Object>() {
            @Override
            public Object get(int index) {
                return Array.get(array, index);
            }

            @Override
            public int size() {
                return Array.getLength(array);
            }
        }.iterator();
    }

    @Override
    JsonToken token() {
        return token;
    }

    @Override
    boolean isNaN() {
        return !(current instanceof BigDecimal) && !Double.isFinite(doubleValue());
    }

    @Override
    double doubleValue() {
        return ((Number) value()).doubleValue();
    }

    @Override
    long longValue() {
        return ((Number) value()).longValue();
    }

    @Override
    boolean fitsLong() {
        return !(current instanceof BigInteger integer) || integer.bitLength() < Long.SIZE;
    }

    @Override
    String text() {
        return token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING ? text : value().toString();
    }

    @Override
    char[] chars() {
        if (chars.length == 0) {
            chars = text().toCharArray();
        }
        return chars;
    }

    @Override
    int offset() {
        return 0;
    }

    @Override
    int length() {
        return chars().length;
    }

    private Object value() {
        if (current == null) {
            throw new IllegalStateException("no value: " + token);
        }
        return current;
    }

    @Override
    void skip() {
        if (token.isStructStart()) {
            frames.removeLast();
            token = token == JsonToken.START_OBJECT ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
        }
    }

    @Override
    String here() {
        StringBuilder path = new StringBuilder();
        int last = frames.size();
        for (Frame frame : frames) {
            last--;
            boolean isJustOpen = last == 0 && token.isStructStart();
            path.append(isJustOpen ? "" : frame.step());
        }
        return path.toString();
    }

    @Override
    String foundOtherwise() {
        return "a " + Excerpt.of(value().getClass().getName());
    }
}
