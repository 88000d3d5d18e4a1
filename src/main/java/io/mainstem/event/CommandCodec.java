package io.mainstem.event;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of records on the control topic. */
public final class CommandCodec {

    /** Commands are short. */
    static final int MAX_BYTES = 64 * 1024;

    private static final Pattern PARTITION = Pattern.compile("\\d{1,9}");

    private CommandCodec() {}

    /** One JSON object, UTF-8, without a line feed. */
    public static byte[] write(Command command) {
        return JsonFields.object(new ByteArrayOutputStream(128), json -> {
            if (command.id() != null) {
                json.writeStringField("id", command.id());
            }
            json.writeStringField("command", command.name());
            if (command instanceof Command.Rollback rollback) {
                json.writeNumberField("version", rollback.version());
                if (!rollback.begins().isEmpty()) {
                    json.writeObjectFieldStart("begins");
                    for (Map.Entry<Integer, Long> begin : new TreeMap<>(rollback.begins()).entrySet()) {
                        json.writeNumberField(begin.getKey().toString(), begin.getValue());
                    }
                    json.writeEndObject();
                }
            } else if (command instanceof Command.SetLearningRate set) {
                if (Double.isNaN(set.learningRate())) {
                    json.writeNullField("learningRate");
                } else {
                    json.writeNumberField("learningRate", set.learningRate());
                }
            } else if (command instanceof Command.ResetHead reset) {
                json.writeStringField("task", reset.task());
            }
        });
    }

    /**
     * Reads a command.
     *
     * @throws InvalidRecordException where the value is none
     */
    public static Command read(byte @Nullable [] value) throws InvalidRecordException {
        if (value == null || value.length == 0) {
            throw new InvalidRecordException(Reason.EMPTY_VALUE, "expected a JSON object, found an empty value");
        }
        if (value.length > MAX_BYTES) {
            throw new InvalidRecordException(
                    Reason.TOO_LARGE, "expected at most " + MAX_BYTES + " bytes, found " + value.length);
        }
        JsonObject json = JsonObject.read(value);
        String id = json.has("id") ? json.string("id") : null;
        if (id != null && id.length() > RecordId.MAX_LENGTH) {
            throw new InvalidRecordException(
                    Reason.TOO_LARGE, "id: expected at most " + RecordId.MAX_LENGTH + " characters");
        }
        String name = json.string("command");
        return switch (name) {
            case "pause" -> new Command.Pause(id);
            case "resume" -> new Command.Resume(id);
            case "rollback" -> new Command.Rollback(id, version(json), begins(json));
            case "setLearningRate" -> new Command.SetLearningRate(id, learningRate(json));
            case "resetHead" -> new Command.ResetHead(id, json.string("task"));
            case "freezeTrunk" -> new Command.FreezeTrunk(id);
            case "unfreezeTrunk" -> new Command.UnfreezeTrunk(id);
            default ->
                throw new InvalidRecordException(
                        Reason.UNKNOWN_COMMAND,
                        "command: expected one of pause, resume, rollback, setLearningRate, resetHead, freezeTrunk,"
                                + " unfreezeTrunk, found " + Excerpt.quoted(name));
        };
    }

    /** The id of a value that {@link #read} refused, as far as it can be read. */
    public static Optional<String> id(byte @Nullable [] value) {
        if (value == null || value.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonObject.read(value);
            return json.has("id")
                    ? Optional.of(json.string("id")).filter(id -> id.length() <= RecordId.MAX_LENGTH)
                    : Optional.empty();
        } catch (InvalidRecordException e) {
            return Optional.empty();
        }
    }

    private static long version(JsonObject json) throws InvalidRecordException {
        long version = json.integer("version");
        if (version < 1) {
            throw new InvalidRecordException(
                    Reason.OUT_OF_RANGE, "version: expected an integer from 1 on, found " + version);
        }
        return version;
    }

    private static Map<Integer, Long> begins(JsonObject json) throws InvalidRecordException {
        if (!json.has("begins")) {
            return Map.of();
        }
        Map<Integer, Long> begins = new TreeMap<>();
        for (Map.Entry<String, Long> begin :
                json.object("begins").all(JsonObject::integer).entrySet()) {
            if (!PARTITION.matcher(begin.getKey()).matches() || begin.getValue() < 0) {
                throw new InvalidRecordException(
                        Reason.OUT_OF_RANGE,
                        "begins: expected offsets by partition, found %s: %d"
                                .formatted(Excerpt.of(begin.getKey()), begin.getValue()));
            }
            begins.put(Integer.parseInt(begin.getKey()), begin.getValue());
        }
        return begins;
    }

    private static double learningRate(JsonObject json) throws InvalidRecordException {
        if (json.isNull("learningRate")) {
            return Double.NaN;
        }
        double rate = json.number("learningRate");
        if (!(rate > 0 && rate <= Float.MAX_VALUE)) {
            throw new InvalidRecordException(
                    Reason.OUT_OF_RANGE,
                    String.format(Locale.ROOT, "learningRate: expected a number above 0, found %s", rate));
        }
        return rate;
    }
}
