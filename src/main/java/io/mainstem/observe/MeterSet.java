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
        private Meter.Id id = new Meter.Id("", Tags.empty(), null, null, Meter.Type.OTHER);
    }

    private final MeterRegistry registry;
    private final MeterName name;
    private final Map<Tags, Value> values = new HashMap<>();
    private final Map<Tags, Double> next = new HashMap<>();

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
                value.number = number;
                values.put(tags, value);
                value.id = register(tags, value);
            } else {
                value.number = number;
            }
        });
        next.clear();
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
