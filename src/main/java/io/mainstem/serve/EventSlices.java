package io.mainstem.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of the objects in a body.
 *
 * @param array whether the body is an array of them, or one of them
 */
record EventSlices(boolean array, List<byte[]> values) {

    private static final int MAX_DEPTH = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /**
     * Cuts a body; what is in an object is looked at only as far as it takes to find its end.
     *
     * @param most values of an array
     */
    static EventSlices cut(byte[] body, int most) throws RequestProblem {
        if (body.length == 0) {
            throw new RequestProblem(400, "empty-body", "expected an event or an array of events, found an empty body");
        }
        try (JsonParser json = FACTORY.createParser(body)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                byte[] slice = slice(json, body);
                requireEnd(json);
                return new EventSlices(false, List.of(slice));
            }
            if (first == null) {
                throw new RequestProblem(400, "empty-body", "expected an event or an array of events, found nothing");
            }
            if (first != JsonToken.START_ARRAY) {
                throw new RequestProblem(
                        422, "wrong-type", "expected an event or an array of events, which are objects");
            }
            List<byte[]> values = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() != JsonToken.START_OBJECT) {
                    throw new RequestProblem(
                            422, "wrong-type", "event " + values.size() + ": expected an object, which an event is");
                }
                if (values.size() == most) {
                    throw new RequestProblem(
                            413, "too-many-events", "expected at most " + most + " events in an array");
                }
                values.add(slice(json, body));
            }
            requireEnd(json);
            return new EventSlices(true, values);
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new RequestProblem(400, "not-json", "the body is not JSON in UTF-8");
        }
    }

    private static byte[] slice(JsonParser json, byte[] body) throws IOException {
        int from = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        int to = (int) json.currentLocation().getByteOffset();
        return from == 0 && to == body.length ? body : Arrays.copyOfRange(body, from, to);
    }

    private static void requireEnd(JsonParser json) throws IOException, RequestProblem {
        if (json.nextToken() != null) {
            throw new RequestProblem(400, "not-json", "expected one JSON value, found more after it");
        }
    }

    private static RequestProblem notJson(JsonProcessingException e) {
        String place =
                e.getLocation() == null ? "" : ", at byte " + e.getLocation().getByteOffset();
        String what = String.valueOf(e.getOriginalMessage());
        boolean deep = what.contains("nesting depth");
        return new RequestProblem(
                400,
                "not-json",
                deep ? "the body nests deeper than " + MAX_DEPTH + place : "the body is not JSON in UTF-8" + place);
    }
}
