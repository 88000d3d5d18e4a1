package io.mainstem.spec;

import io.mainstem.spec.LabelsSpec.Early;
import io.mainstem.spec.LabelsSpec.Late;
import io.mainstem.spec.LabelsSpec.Second;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what becomes of labels that come later than their events: the waits of the tasks, then the policies. */
final class LabelsReader {

    private final Map<String, WaitSpec> waits = new LinkedHashMap<>();

    /** Reads the declaration of a task, with its wait if it has one. */
    Optional<TaskSpec> task(String name, Fields fields) {
        Optional<TaskSpec> task = TaskReader.read(name, fields);
        boolean clusters = task.filter(TaskSpec.Clustering.class::isInstance).isPresent();
        if (!clusters) {
            wait(task, fields).ifPresent(wait -> waits.put(name, wait));
        }
        return task;
    }

    private static Optional<WaitSpec> wait(Optional<TaskSpec> task, Fields fields) {
        Optional<Value> time = fields.optional("wait");
        Optional<Value> otherwise = fields.optional("otherwise");
        if (time.isEmpty()) {
            otherwise.ifPresent(
                    value -> value.problem("needs a wait beside it: how long until the label is taken to be this"));
        }
        List<Double> label = task.flatMap(t -> otherwise.flatMap(value -> OtherwiseReader.read(t, value)))
                .orElse(null);
        return time.flatMap(Value::duration).map(duration -> new WaitSpec(duration, label));
    }

    /** After the tasks. */
    LabelsSpec policies(Fields fields) {
        Early early = fields.kind("early", Early.HOLD).orElse(Early.HOLD);
        Duration hold = LabelsSpec.NONE.hold();
        if (early == Early.HOLD) {
            hold = fields.optional("hold").flatMap(Value::duration).orElse(hold);
        }
        return new LabelsSpec(
                fields.section("map", RecordShapeReader::labels),
                waits,
                early,
                hold,
                fields.choice("late", Late.REJECT),
                fields.choice("second", Second.REJECT),
                fields.optional("remember").flatMap(Value::duration).orElseGet(this::longest));
    }

    private Duration longest() {
        return waits.values().stream()
                .map(WaitSpec::time)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    static Optional<RepeatSpec> repeats(Fields fields) {
        RepeatSpec.Policy policy = fields.choice("policy", RepeatSpec.Policy.REJECT);
        return fields.required("window").duration().map(window -> new RepeatSpec(window, policy));
    }
}
