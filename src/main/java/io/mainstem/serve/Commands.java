package io.mainstem.serve;

import static java.util.Objects.requireNonNull;

import io.mainstem.event.Command;
import io.mainstem.event.CommandAnswer;
import io.mainstem.event.CommandAnswerCodec;
import io.mainstem.event.CommandCodec;
import io.mainstem.event.InvalidRecordException;
import io.mainstem.event.JsonFields;
import io.mainstem.event.Reason;
import io.mainstem.stream.StoredCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends commands to the learner's replicas, one at a time, and answers with what they answer. */
final class Commands {

    private static final Logger log = LoggerFactory.getLogger(Commands.class);

    private final Host host;
    private final Semaphore one = new Semaphore(1);

    Commands(Host host) {
        this.host = host;
    }

    /** A command as on the control topic; its id is chosen here. */
    Reply control(Call call) throws RequestProblem, InterruptedException {
        Command command;
        try {
            command = CommandCodec.read(call.body());
        } catch (InvalidRecordException e) {
            int status = e.reason() == Reason.NOT_JSON || e.reason() == Reason.EMPTY_VALUE
                    ? 400
                    : e.reason() == Reason.TOO_LARGE ? 413 : 422;
            throw new RequestProblem(status, e.reason().code(), String.valueOf(e.getMessage()));
        }
        if (command instanceof Command.Rollback rollback) {
            return rollback(rollback.version(), replica(call));
        }
        Integer only = replica(call);
        return alone(() -> send((id, replica) -> withId(command, id), only));
    }

    /** Back to the version of the path. */
    Reply rollback(Call call) throws RequestProblem, InterruptedException {
        String text = String.valueOf(call.parameters().get("version"));
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw new RequestProblem(422, "out-of-range", "the version must be a whole number from 1 on");
        }
        return rollback(Long.parseLong(text), replica(call));
    }

    private Reply rollback(long version, @Nullable Integer replica) throws RequestProblem, InterruptedException {
        return alone(() -> backTo(version, replica));
    }

    private Reply backTo(long version, @Nullable Integer replica) throws RequestProblem, InterruptedException {
        List<StoredCheckpoint> found = checkpoints().stream()
                .filter(each -> each.manifest().model().version() == version)
                .filter(each -> replica == null || each.manifest().model().replica() == replica)
                .toList();
        if (found.isEmpty()) {
            throw new RequestProblem(404, "no-such-version", "the checkpoints topic has no version " + version);
        }
        if (replica == null && found.size() < host.partitions()) {
            throw new RequestProblem(
                    409,
                    "not-all-have-it",
                    "only " + found.size() + " of " + host.partitions() + " replicas have a version " + version
                            + ", and nothing was done: the query's replica chooses one");
        }
        return send(
                (id, of) -> new Command.Rollback(
                        id,
                        version,
                        found.stream()
                                .filter(each -> each.manifest().model().replica() == of)
                                .findFirst()
                                .map(StoredCheckpoint::begins)
                                .orElse(Map.of())),
                replica);
    }

    private List<StoredCheckpoint> checkpoints() throws RequestProblem, InterruptedException {
        try {
            return host.checkpoints().get();
        } catch (ExecutionException e) {
            throw RequestProblem.ofCheckpoints(requireNonNull(e.getCause()));
        }
    }

    private @Nullable Integer replica(Call call) throws RequestProblem {
        Integer replica = call.number("replica", 0, Call.MOST_REPLICAS).orElse(null);
        if (replica != null && replica >= host.partitions()) {
            throw new RequestProblem(
                    404, "no-such-replica", "there are replicas 0 to " + (host.partitions() - 1) + " only");
        }
        return replica;
    }

    private interface Task {
        Reply run() throws RequestProblem, InterruptedException;
    }

    /** Commands hold up one thread at most. */
    private Reply alone(Task task) throws RequestProblem, InterruptedException {
        if (!one.tryAcquire()) {
            throw new RequestProblem(429, "one-at-a-time", "another command is on its way", Map.of("Retry-After", "1"));
        }
        try {
            return task.run();
        } finally {
            one.release();
        }
    }

    private Map<Integer, CommandAnswer> answers(
            BiFunction<String, Integer, Command> commands, @Nullable Integer replica) throws RequestProblem {
        try {
            return host.command(commands, replica);
        } catch (UndeliveredCommandException e) {
            log.warn("a command was not delivered: {}", String.valueOf(e.getCause()));
            String why = String.valueOf(e.getMessage());
            throw e.isSent() ? new RequestProblem(503, "not-confirmed", why) : RequestProblem.notNow("not-sent", why);
        }
    }

    private Reply send(BiFunction<String, Integer, Command> commands, @Nullable Integer replica) throws RequestProblem {
        Map<Integer, CommandAnswer> answers = answers(commands, replica);
        int asked = replica == null ? host.partitions() : 1;
        if (answers.size() < asked) {
            throw new RequestProblem(
                    504,
                    "no-answer",
                    "only " + answers.size() + " of " + asked
                            + " replicas answered in time: the command is on its way, and is taken once they come to it");
        }
        List<byte[]> all = new ArrayList<>();
        answers.values().forEach(answer -> all.add(CommandAnswerCodec.write(answer)));
        boolean done = answers.values().stream().allMatch(CommandAnswer::isDone);
        byte[] body = JsonFields.object(json -> {
            if (!done) {
                json.writeObjectFieldStart("error");
                json.writeStringField("code", "refused");
                json.writeStringField("message", "the learner refused the command: see the answers");
                json.writeEndObject();
            }
            json.writeArrayFieldStart("answers");
            for (byte[] answer : all) {
                JsonFields.raw(json, answer);
            }
            json.writeEndArray();
        });
        return new Reply(done ? 200 : 409, Reply.JSON, body, Map.of());
    }

    private static Command withId(Command command, String id) {
        if (command instanceof Command.Pause) {
            return new Command.Pause(id);
        } else if (command instanceof Command.Resume) {
            return new Command.Resume(id);
        } else if (command instanceof Command.SetLearningRate rate) {
            return new Command.SetLearningRate(id, rate.learningRate());
        } else if (command instanceof Command.ResetHead reset) {
            return new Command.ResetHead(id, reset.task());
        } else if (command instanceof Command.FreezeTrunk) {
            return new Command.FreezeTrunk(id);
        } else if (command instanceof Command.UnfreezeTrunk) {
            return new Command.UnfreezeTrunk(id);
        }
        throw new IllegalArgumentException("not sent so: " + command.name());
    }
}
