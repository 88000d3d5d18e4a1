package io.mainstem.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads where in a record things stand. What is left out stands where it stands in the contract's own records. Whether
 * all of it goes together with what the learner declares is for {@link RecordShapeCheck} to say.
 */
final class RecordShapeReader {

    private static final String TO_VALUE =
            "a JSON pointer (RFC 6901) of 1 to 32 steps, such as /flight/airport, of at most 1000 characters";

    private static final String TO_OBJECT = "a JSON pointer (RFC 6901) of at most 32 steps and 1000 characters, such as"
            + " /payload, or \"\" for the record itself";

    private RecordShapeReader() {}

    /** That of events. */
    static RecordShape events(Fields fields) {
        RecordShape contract = RecordShape.EVENT;
        return new RecordShape(
                value(fields, "id", contract.id()),
                value(fields, "time", contract.time()),
                fields.choice("timeUnit", contract.timeUnit()),
                parts(fields, "features", "feature", 1, contract.features()),
                parts(fields, "labels", "label", 0, contract.labels()));
    }

    /** That of records which bring labels only. */
    static RecordShape labels(Fields fields) {
        RecordShape contract = RecordShape.LABELS;
        return new RecordShape(
                value(fields, "id", contract.id()),
                value(fields, "time", contract.time()),
                fields.choice("timeUnit", contract.timeUnit()),
                contract.features(),
                parts(fields, "labels", "label", 1, contract.labels()));
    }

    private static Pointer value(Fields fields, String key, Pointer fallback) {
        return fields.optional(key).flatMap(RecordShapeReader::toValue).orElse(fallback);
    }

    private static Optional<Pointer> toValue(Value value) {
        return value.text(Pointer.TO_VALUE, TO_VALUE).map(Pointer::of);
    }

    private static RecordShape.Parts parts(
            Fields fields, String key, String noun, int fewest, RecordShape.Parts fallback) {
        Optional<Value> value = fields.optional(key);
        if (value.isEmpty()) {
            return fallback;
        }
        if (value.get().isMapping()) {
            return each(value.get(), noun, fewest);
        }
        return value.get()
                .text(Pointer.TO_OBJECT, TO_OBJECT + ", or a mapping with a pointer for each " + noun)
                .<RecordShape.Parts>map(text -> new RecordShape.Parts.Whole(Pointer.of(text)))
                .orElse(fallback);
    }

    private static RecordShape.Parts each(Value value, String noun, int fewest) {
        Map<String, Value> entries = value.fields("a mapping").all();
        if (entries.size() < fewest) {
            value.problem("needs at least one %s, found none".formatted(noun));
        }
        Map<String, Pointer> pointers = new LinkedHashMap<>();
        entries.forEach((name, entry) -> toValue(entry).ifPresent(pointer -> pointers.put(name, pointer)));
        return new RecordShape.Parts.Each(pointers);
    }
}
