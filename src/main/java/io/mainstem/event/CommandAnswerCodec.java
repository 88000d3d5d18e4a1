package io.mainstem.event;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The values of answers to commands, on the metrics topic. */
public final class CommandAnswerCodec {

    private static final String DONE = "done";
    private static final String REFUSED = "refused";

    private CommandAnswerCodec() {}

    /** One JSON object, UTF-8, without a line feed. */
    public static byte[] write(CommandAnswer answer) {
        return JsonFields.object(new ByteArrayOutputStream(512), json -> {
            if (answer.id() != null) {
                json.writeStringField("id", answer.id());
            }
            if (answer.command() != null) {
                json.writeStringField("command", answer.command());
            }
            json.writeStringField("outcome", answer.isDone() ? DONE : REFUSED);
            if (answer.refusal() != null) {
                json.writeStringField("reason", answer.refusal());
            }
            JsonFields.time(json, answer.time());
            JsonFields.model(json, answer.model());
            json.writeObjectFieldStart("offsets");
            for (Map.Entry<String, Long> offset : new TreeMap<>(answer.offsets()).entrySet()) {
                json.writeNumberField(offset.getKey(), offset.getValue());
            }
            json.writeEndObject();
            JsonFields.steering(json, answer.steering());
        });
    }

    /**
     * Reads what {@link #write} wrote; empty for a record of the metrics topic that is no answer.
     *
     * @throws InvalidRecordException where the value is not a record of that topic
     */
    public static Optional<CommandAnswer> read(byte[] value) throws InvalidRecordException {
        JsonObject json = JsonObject.read(value);
        if (!json.has("outcome")) {
            return Optional.empty();
        }
        boolean done = json.string("outcome").equals(DONE);
        return Optional.of(new CommandAnswer(
                text(json, "id"),
                text(json, "command"),
                json.model(),
                json.time(),
                done ? null : json.string("reason"),
                json.object("offsets").all(JsonObject::integer),
                json.steering()));
    }

    private static @Nullable String text(JsonObject json, String name) throws InvalidRecordException {
        return json.has(name) ? json.string(name) : null;
    }
}
