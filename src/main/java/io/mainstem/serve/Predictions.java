package io.mainstem.serve;

import static java.util.Objects.requireNonNull;

import io.mainstem.encode.RawFeatures;
import io.mainstem.event.Event;
import io.mainstem.event.EventReader;
import io.mainstem.event.InvalidRecordException;
import io.mainstem.event.Reason;
import io.mainstem.learn.Learner;
import io.mainstem.learn.ModelCopy;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.stream.LiveModel;
import io.mainstem.stream.LiveModels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.utils.Utils;

/**
 * Answers events with predictions. An event belongs to the partition that Kafka's producers would send it to, by its id as
 * the key; where the learner of that partition is in another instance, that one is asked. All events of an array are
 * predicted, or none.
 */
final class Predictions implements Route.Endpoint {

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Asked(byte[] json, Event event, RawFeatures features, int partition) {}

    private final LearnerSpec spec;
    private final LiveModels models;
    private final Host host;
    private final int mostEvents;
    private final Forwarder forwarder = new Forwarder();
    private final Map<Integer, ReplicaPredictor> predictors = new ConcurrentHashMap<>();
    /** Not in use; a reader is for one thread at a time. */
    private final ConcurrentLinkedQueue<EventReader> readers = new ConcurrentLinkedQueue<>();

    Predictions(LearnerSpec spec, LiveModels models, Host host, int mostEvents) {
        this.spec = spec;
        this.models = models;
        this.host = host;
        this.mostEvents = mostEvents;
    }

    @Override
    public CompletableFuture<Reply> answer(Call call) throws RequestProblem, InterruptedException {
        EventSlices body = EventSlices.cut(call.body(), mostEvents);
        List<Asked> asked = read(body);
        byte[][] answers = new byte[asked.size()][];
        Map<String, List<Integer>> elsewhere = new TreeMap<>();
        Map<Integer, ModelCopy> copies = new TreeMap<>();
        for (int i = 0; i < answers.length; i++) {
            Asked event = asked.get(i);
            Optional<LiveModel> model = models.of(event.partition());
            if (model.isPresent()) {
                ModelCopy copy = copies.get(event.partition());
                if (copy == null) {
                    copy = model.get().recent();
                    copies.put(event.partition(), copy);
                }
                answers[i] = predictor(event.partition()).predict(event.event(), event.features(), copy);
            } else {
                // Another instance has its learner now: two networks less here.
                predictors.remove(event.partition());
                elsewhere
                        .computeIfAbsent(owner(event.partition(), call.forwarded()), none -> new ArrayList<>())
                        .add(i);
            }
        }
        if (elsewhere.isEmpty()) {
            return CompletableFuture.completedFuture(reply(body, answers));
        }
        List<CompletableFuture<?>> forwarded = new ArrayList<>();
        elsewhere.forEach((instance, places) -> forwarded.add(forwarder
                .predict(instance, places.stream().map(i -> asked.get(i).json()).toList())
                .thenAccept(found -> {
                    for (int i = 0; i < places.size(); i++) {
                        answers[places.get(i)] = found.get(i);
                    }
                })));
        return CompletableFuture.allOf(forwarded.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> reply(body, answers));
    }

    private static Reply reply(EventSlices body, byte[][] answers) {
        return Reply.json(body.array() ? Forwarder.array(List.of(answers)) : requireNonNull(answers[0]));
    }

    private List<Asked> read(EventSlices body) throws RequestProblem {
        EventReader reader = readers.poll();
        if (reader == null) {
            reader = new EventReader(spec);
        }
        try {
            int partitions = host.partitions();
            long now = System.currentTimeMillis();
            List<Asked> asked = new ArrayList<>(body.values().size());
            for (byte[] json : body.values()) {
                RawFeatures features = Learner.features(spec);
                try {
                    Event event = reader.read(json, now, features);
                    asked.add(new Asked(json, event, features, partition(event.id(), partitions)));
                } catch (InvalidRecordException e) {
                    throw refused(e, body.array() ? "event " + asked.size() + ": " : "");
                }
            }
            return asked;
        } finally {
            readers.offer(reader);
        }
    }

    private static RequestProblem refused(InvalidRecordException e, String which) {
        int status = e.reason() == Reason.NOT_JSON ? 400 : e.reason() == Reason.TOO_LARGE ? 413 : 422;
        return new RequestProblem(status, e.reason().code(), which + e.getMessage());
    }

    /** As the default partitioner of Kafka's producers has it for a key. */
    static int partition(String id, int partitions) {
        return Utils.toPositive(Utils.murmur2(id.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    private ReplicaPredictor predictor(int partition) {
        return predictors.computeIfAbsent(partition, none -> new ReplicaPredictor(spec));
    }

    private String owner(int partition, boolean forwarded) throws RequestProblem {
        Optional<String> found = forwarded ? Optional.empty() : host.instance(partition);
        if (found.isPresent()) {
            return found.get();
        }
        if (host.isNotAdvertised(partition)) {
            throw RequestProblem.notNow(
                    "not-advertised",
                    "another instance has the learner of partition " + partition
                            + ", and advertises no address or the same as this one: start each with an --http-advertise of"
                            + " its own, at which the others reach it");
        }
        throw RequestProblem.notNow(
                "not-ready",
                "the learner of partition " + partition + " is not restored yet"
                        + host.notReady().map(why -> ": " + why).orElse(""));
    }
}
