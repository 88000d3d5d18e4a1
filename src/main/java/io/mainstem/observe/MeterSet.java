package io.mainstem.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;

/** The meters of one name, for as many combinations of tags as there are at the time. For one thread at a time. */
final class MeterSet {

    private static final class Value {
        private volatile double number;

        /** Of one that counts: what the learner said last. */
        private double last;

        private Meter.Id id = new Meter.Id("", Tags.empty(), null, null, Meter.Type.OTHER);

        @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread writes
        private void take(double now, boolean counts) {
            if (counts) {
                number += Math.max(0, now - last);
                last = now;
            } else {
                number = now;
            }
        }
    }

    private final MeterRegistry registry;
    private final MeterName name;
    private final Map<Tags, Value> values = new HashMap<>();
    private final Map<Tags, Double> next = new HashMap<>();
    private final Map<Tags, Double> before = new HashMap<>();

    MeterSet(MeterRegistry registry, MeterName name) {
        this.registry = registry;
        this.name = name;
    }

    /** Notes a value for the next {@link #publish}; one that is not a number is none. */
    void put(Tags tags, double value) {
        if (!Double.isNaN(value)) {
            next.put(tags, value);
        }
    }

    /**
     * Notes what was counted before, elsewhere or in an earlier life: a counter has only what came since. So it begins at
     * zero with the process, as Prometheus expects, and does not seem to jump where a learner's own counts go back.
     */
    void begin(Tags tags, double value) {
        Value there = values.get(tags);
        if (there == null) {
            before.put(tags, value);
        } else {
            there.last = value;
        }
    }

    /** What was put since the last time is what there is. */
    void publish() {
        values.entrySet().removeIf(each -> {
            boolean gone = !next.containsKey(each.getKey());
            if (gone) {
                registry.remove(each.getValue().id);
            }
            return gone;
        });
        next.forEach((tags, number) -> {
            Value value = values.get(tags);
            if (value == null) {
                value = new Value();
                value.last = before.getOrDefault(tags, 0.0);
                value.take(number, name.counts());
                values.put(tags, value);
                value.id = register(tags, value);
            } else {
                value.take(number, name.counts());
            }
        });
        next.clear();
        before.clear();
    }

    private Meter.Id register(Tags tags, Value value) {
        if (name.counts()) {
            return FunctionCounter.builder(name.id(), value, of -> of.number)
                    .description(name.description())
                    .baseUnit(name.unit())
                    .tags(tags)
                    .register(registry)
                    .getId();
        }
        return Gauge.builder(name.id(), value, of -> of.number)
                .description(name.description())
                .baseUnit(name.unit())
                .tags(tags)
                .strongReference(true)
                .register(registry)
                .getId();
    }
}
