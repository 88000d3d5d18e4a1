package io.mainstem.learn;

import static java.util.Objects.requireNonNull;

import io.mainstem.encode.Encoder;
import io.mainstem.encode.InputLayout;
import io.mainstem.encode.MiniBatch;
import io.mainstem.encode.RawFeatures;
import io.mainstem.encode.Row;
import io.mainstem.encode.TargetScaler;
import io.mainstem.evaluate.TaskEvaluator;
import io.mainstem.event.Arrival;
import io.mainstem.event.Event;
import io.mainstem.event.EventReader;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.LabelRecord;
import io.mainstem.event.Labels;
import io.mainstem.network.Network;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.WaitSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What late labels are to do to a network, said as plainly as can be: everything stays in memory, and at each record all of
 * it is looked through for what is over. For tests of {@link LabelWait}, with which it shares no code. Knows the policies
 * that are the default, learners whose tasks all wait, and days too short for anything to be forgotten.
 */
final class LabelReplay {

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Example(Row row, double[] outputs, Labels labels) {}

    private static final class Seen {
        private final long time;
        private final Row row;
        private final double[] outputs;
        private final boolean[] open;
        private final boolean[] answered;

        Seen(long time, Row row, double[] outputs, boolean[] labelled) {
            this.time = time;
            this.row = row;
            this.outputs = outputs;
            answered = labelled.clone();
            open = new boolean[labelled.length];
            for (int t = 0; t < open.length; t++) {
                open[t] = !labelled[t];
            }
        }
    }

    private record Held(long since, LabelRecord labels) {}

    final List<TaskEvaluator> evaluators = new ArrayList<>();
    long late;
    long second;
    long unknown;
    long otherwise;
    long dropped;
    private final LearnerSpec spec;
    private final LabelLayout layout;
    private final Encoder encoder;
    private final TargetScaler targets;
    private final Network network;
    private final MiniBatch batch;
    private final MiniBatch single;
    private final EventReader reader;
    private final RawFeatures features;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<String, List<Held>> held = new HashMap<>();
    private final List<Example> waiting = new ArrayList<>();
    private long now = Long.MIN_VALUE;

    LabelReplay(LearnerSpec spec) {
        this.spec = spec;
        layout = new LabelLayout(spec.tasks());
        InputLayout inputs = new InputLayout(spec.features());
        encoder = new Encoder(inputs);
        targets = new TargetScaler(spec.tasks(), layout);
        network = new Network(spec, inputs.denseWidth(), inputs.sparseWidth(), inputs.fanIn());
        batch = new MiniBatch(spec.batch().size(), inputs.denseWidth(), layout.labelWidth(), layout.tasks());
        single = new MiniBatch(1, inputs.denseWidth(), layout.labelWidth(), layout.tasks());
        reader = new EventReader(spec);
        features = Learner.features(spec);
        spec.tasks().forEach(task -> evaluators.add(TaskEvaluator.of(task, spec.metrics())));
    }

    String weights() {
        return network.checksum();
    }

    void take(byte[] value) throws Exception {
        Arrival arrival = reader.readAny(value, EventReader.NO_TIMESTAMP, features);
        now = Math.max(now, arrival.time());
        endWaits();
        if (arrival instanceof Event event) {
            Row row = encoder.encode(features);
            single.clear();
            single.add(row);
            network.forward(single);
            double[] outputs = Arrays.copyOf(network.predictions(), layout.outputWidth());
            targets.toLabels(outputs);
            Seen now = new Seen(event.time(), row, outputs, event.labels().present());
            if (!event.labels().isEmpty()) {
                learn(new Example(row, outputs, event.labels()));
            }
            seen.put(event.id(), now);
            for (Held each : held.getOrDefault(event.id(), List.of())) {
                answer(now, each.labels());
            }
            held.remove(event.id());
        } else if (arrival instanceof LabelRecord labels) {
            Seen known = seen.get(labels.id());
            if (known == null) {
                held.computeIfAbsent(labels.id(), id -> new ArrayList<>()).add(new Held(now, labels));
            } else {
                answer(known, labels);
            }
        }
    }

    private long deadline(Seen known, int task) {
        return known.time + wait(task).time().toMillis();
    }

    private WaitSpec wait(int task) {
        return requireNonNull(spec.labels().waits().get(spec.tasks().get(task).name()));
    }

    private record Over(long deadline, String id, int task) {}

    private void endWaits() {
        List<Over> over = new ArrayList<>();
        seen.forEach((id, known) -> {
            for (int t = 0; t < layout.tasks(); t++) {
                if (known.open[t] && deadline(known, t) <= now) {
                    over.add(new Over(deadline(known, t), id, t));
                }
            }
        });
        over.sort(Comparator.comparingLong(Over::deadline).thenComparing(Over::id));
        for (Over each : over) {
            Seen known = requireNonNull(seen.get(each.id()));
            known.open[each.task()] = false;
            List<Double> label = wait(each.task()).otherwise();
            if (label == null) {
                dropped++;
                continue;
            }
            otherwise++;
            known.answered[each.task()] = true;
            Labels labels = Labels.none(layout);
            labels.present()[each.task()] = true;
            labels.values()[layout.labelOffset(each.task())] = label.get(0);
            learn(new Example(known.row, known.outputs, labels));
        }
        held.values().forEach(all -> {
            // Before the first time there was none to count from.
            all.replaceAll(each -> each.since() == Long.MIN_VALUE ? new Held(now, each.labels()) : each);
            long before = all.size();
            all.removeIf(each -> each.since() + spec.labels().hold().toMillis() <= now);
            unknown += before - all.size();
        });
    }

    private void answer(Seen known, LabelRecord record) {
        Labels labels = Labels.none(layout);
        boolean anyLate = false;
        boolean anySecond = false;
        for (int t = 0; t < layout.tasks(); t++) {
            if (!record.labels().present()[t]) {
                continue;
            }
            if (known.answered[t]) {
                anySecond = true;
            } else if (now >= deadline(known, t)) {
                anyLate = true;
            } else {
                known.answered[t] = true;
                known.open[t] = false;
                labels.present()[t] = true;
                labels.values()[layout.labelOffset(t)] = record.labels().values()[layout.labelOffset(t)];
            }
        }
        late += anyLate ? 1 : 0;
        second += anySecond ? 1 : 0;
        if (!labels.isEmpty()) {
            learn(new Example(known.row, known.outputs, labels));
        }
    }

    private void learn(Example example) {
        waiting.add(example);
        if (waiting.size() < spec.batch().size()) {
            return;
        }
        batch.clear();
        for (Example each : waiting) {
            batch.add(each.row());
            for (int t = 0; t < layout.tasks(); t++) {
                if (each.labels().present()[t]) {
                    evaluators
                            .get(t)
                            .add(
                                    each.outputs(),
                                    layout.outputOffset(t),
                                    each.labels().values(),
                                    t);
                    targets.advance(t, each.labels().values());
                }
            }
        }
        for (int r = 0; r < waiting.size(); r++) {
            for (int t = 0; t < layout.tasks(); t++) {
                if (waiting.get(r).labels().present()[t]) {
                    batch.label(
                            r,
                            t,
                            t,
                            targets.toNetwork(t, t, waiting.get(r).labels().values()[t]));
                }
            }
        }
        network.forward(batch);
        network.step(batch);
        waiting.clear();
    }
}
