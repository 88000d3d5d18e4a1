package io.mainstem.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.JsonFields;
import io.mainstem.event.TaskMetrics;
import io.mainstem.event.TaskMetricsCodec;
import io.mainstem.observe.LearnerView;
import io.mainstem.spec.FeatureSpec;
import io.mainstem.spec.LayerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import io.mainstem.spec.WaitSpec;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.StoredCheckpoint;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What is known of the learner, its model and its metrics, as JSON. */
final class Descriptions {

    /** Of those that are named. */
    private static final int MOST_INPUTS = 50;

    private final LearnerView view;
    private final Host host;
    private final boolean steerable;

    /**
     * Of a learner.
     *
     * @param steerable whether there is a token, so that something can be changed
     */
    Descriptions(LearnerView view, Host host, boolean steerable) {
        this.view = view;
        this.host = host;
        this.steerable = steerable;
    }

    /** What the learner file declares, and where each replica that is here stands. */
    Reply model(Call call) {
        LearnerSpec spec = view.spec();
        return Reply.json(JsonFields.object(json -> {
            json.writeStringField("name", spec.name());
            json.writeNumberField("features", spec.features().size());
            names(
                    json,
                    "inputs",
                    spec.features().stream()
                            .limit(MOST_INPUTS)
                            .map(FeatureSpec::name)
                            .toList());
            json.writeArrayFieldStart("tasks");
            for (TaskSpec task : spec.tasks()) {
                task(json, task, spec.labels().waits().get(task.name()));
            }
            json.writeEndArray();
            trunk(json, spec.trunk());
            json.writeStringField("optimizer", kind(spec.optimizer()));
            json.writeStringField("balancer", kind(spec.balancer()));
            json.writeNumberField("batchSize", spec.batch().size());
            json.writeNumberField("window", spec.metrics().window());
            json.writeNumberField("keep", spec.checkpoints().keep());
            json.writeBooleanField("twins", spec.twins().cost() > 0);
            json.writeBooleanField("steerable", steerable);
            json.writeNumberField("partitions", host.partitions());
            json.writeArrayFieldStart("replicas");
            for (LearnerStatus status : view.live()) {
                json.writeStartObject();
                replica(json, status);
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    private static void task(JsonGenerator json, TaskSpec task, @Nullable WaitSpec wait) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", task.name());
        json.writeStringField("type", kind(task));
        if (task instanceof TaskSpec.Multiclass multiclass) {
            names(json, "classes", multiclass.classes());
        } else if (task instanceof TaskSpec.Multilabel multilabel) {
            names(json, "labels", multilabel.labels());
        } else if (task instanceof TaskSpec.Regression regression) {
            json.writeStringField("loss", kind(regression.loss()));
        }
        if (wait != null) {
            json.writeNumberField("wait", wait.time().toMillis());
        }
        json.writeArrayFieldStart("hidden");
        for (LayerSpec layer : task.hidden()) {
            json.writeNumber(layer.units());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void names(JsonGenerator json, String field, List<String> names) throws IOException {
        json.writeArrayFieldStart(field);
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }

    private static void trunk(JsonGenerator json, TrunkSpec trunk) throws IOException {
        json.writeObjectFieldStart("trunk");
        json.writeStringField("type", kind(trunk));
        List<LayerSpec> layers = List.of();
        if (trunk instanceof TrunkSpec.Mlp mlp) {
            layers = mlp.layers();
        } else if (trunk instanceof TrunkSpec.Mmoe mmoe) {
            json.writeNumberField("experts", mmoe.experts());
            layers = mmoe.layers();
        } else if (trunk instanceof TrunkSpec.Ple ple) {
            json.writeNumberField("levels", ple.levels());
            json.writeNumberField("sharedExperts", ple.sharedExperts());
            json.writeNumberField("taskExperts", ple.taskExperts());
            layers = ple.layers();
        }
        json.writeArrayFieldStart("layers");
        for (LayerSpec layer : layers) {
            json.writeStartObject();
            json.writeNumberField("units", layer.units());
            json.writeStringField("activation", layer.activation().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The name of the kind, as in the learner file. */
    private static String kind(Object part) {
        return part.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Writes where a replica stands into an object that is open. */
    static void replica(JsonGenerator json, LearnerStatus status) throws IOException {
        JsonFields.model(json, status.model());
        json.writeNumberField("parameters", status.parameters());
        json.writeNumberField("records", status.records());
        json.writeNumberField("events", status.events());
        json.writeNumberField("examples", status.examples());
        json.writeNumberField("waiting", status.waiting());
        json.writeNumberField("awaiting", status.awaiting());
        json.writeNumberField("repeated", status.repeated());
        json.writeNumberField("learningRate", status.learningRate());
        json.writeObjectFieldStart("rejected");
        for (var each : status.rejected().entrySet()) {
            json.writeNumberField(each.getKey().code(), each.getValue());
        }
        json.writeEndObject();
        JsonFields.steering(json, status.steering());
    }

    /** The newest metrics of all tasks, replica by replica. */
    Reply metrics(Call call) {
        return Reply.json(JsonFields.object(json -> {
            json.writeArrayFieldStart("metrics");
            for (LearnerStatus status : view.live()) {
                for (TaskMetrics task : status.metrics()) {
                    JsonFields.raw(json, TaskMetricsCodec.write(task));
                }
            }
            json.writeEndArray();
        }));
    }

    /** The metrics of a task, or of all that fit in an answer, in the course of the stream. */
    Reply history(Call call) throws RequestProblem {
        Optional<String> task = Optional.ofNullable(call.query().get("task"));
        List<String> known = view.spec().tasks().stream().map(TaskSpec::name).toList();
        if (task.isPresent() && !known.contains(task.get())) {
            throw new RequestProblem(404, "no-such-task", "the learner has no task of that name");
        }
        Optional<Integer> replica = call.number("replica", 0, Call.MOST_REPLICAS);
        List<String> asked = task.map(List::of).orElse(known.subList(0, Math.min(known.size(), Snapshots.MOST_TASKS)));
        return Reply.json(JsonFields.object(json -> {
            json.writeArrayFieldStart("history");
            for (String name : asked) {
                for (LearnerView.Timed<TaskMetrics> entry : view.course(name)) {
                    if (replica.isPresent() && replica.get() != entry.value().replica()) {
                        continue;
                    }
                    json.writeStartObject();
                    json.writeNumberField("at", entry.at());
                    json.writeFieldName("metrics");
                    JsonFields.raw(json, TaskMetricsCodec.write(entry.value()));
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        }));
    }

    /** What the checkpoints topic holds. */
    CompletableFuture<Reply> checkpoints(Call call) {
        return host.checkpoints().handle((all, failure) -> {
            if (failure != null) {
                throw new CompletionException(RequestProblem.ofCheckpoints(failure));
            }
            return checkpoints(all);
        });
    }

    private static Reply checkpoints(List<StoredCheckpoint> all) {
        return Reply.json(JsonFields.object(json -> {
            json.writeArrayFieldStart("checkpoints");
            for (StoredCheckpoint each : all) {
                CheckpointManifest manifest = each.manifest();
                json.writeStartObject();
                JsonFields.model(json, manifest.model());
                JsonFields.time(json, manifest.time());
                json.writeNumberField("events", manifest.events());
                json.writeNumberField("examples", manifest.examples());
                json.writeNumberField("bytes", manifest.bytes());
                json.writeStringField("weights", manifest.weightsChecksum());
                json.writeObjectFieldStart("metrics");
                for (TaskMetrics task : manifest.metrics()) {
                    JsonFields.numbers(json, task.task(), task.window());
                }
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    Reply live(Call call) {
        return Reply.json(JsonFields.object(json -> json.writeStringField("status", "live")));
    }

    Reply ready(Call call) {
        Optional<String> why = host.notReady();
        byte[] body = JsonFields.object(json -> {
            json.writeStringField("status", why.isPresent() ? "not-ready" : "ready");
            if (why.isPresent()) {
                json.writeObjectFieldStart("error");
                json.writeStringField("code", "not-ready");
                json.writeStringField("message", why.get());
                json.writeEndObject();
            }
        });
        return new Reply(why.isPresent() ? 503 : 200, Reply.JSON, body, Map.of());
    }
}
