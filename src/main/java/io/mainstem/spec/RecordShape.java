package io.mainstem.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where in a record what is wanted of it stands. Records of labels have a shape too: one whose features are
 * {@link #NONE}.
 *
 * @param id of the event
 * @param time of the event; records in which it points nowhere have none
 * @param timeUnit of a time that is a number
 * @param features by the names that the learner declares
 * @param labels by the names of the tasks
 */
public record RecordShape(Pointer id, Pointer time, EpochUnit timeUnit, Parts features, Parts labels) {

    /** Parts that are nowhere. */
    public static final Parts NONE = new Parts.Each(Map.of());

    /** The shape of an event where nothing else is said. */
    public static final RecordShape EVENT = new RecordShape(
            Pointer.of("/id"),
            Pointer.of("/time"),
            EpochUnit.MILLISECONDS,
            new Parts.Whole(Pointer.of("/features")),
            new Parts.Whole(Pointer.of("/labels")));

    /** The shape of a record of labels where nothing else is said. */
    public static final RecordShape LABELS =
            new RecordShape(EVENT.id(), EVENT.time(), EVENT.timeUnit(), NONE, EVENT.labels());

    /** Where the features, or the labels, stand. */
    public sealed interface Parts {

        /** In one object, each under its declared name. */
        record Whole(Pointer at) implements Parts {}

        /** Each where its own pointer says; one without a pointer is in no record. */
        record Each(Map<String, Pointer> at) implements Parts {
            public Each {
                at = Collections.unmodifiableMap(new LinkedHashMap<>(at));
            }
        }

        /** Where the part of that name is to be looked for; empty for nowhere. */
        default Optional<Pointer> of(String name) {
            if (this instanceof Whole whole) {
                return Optional.of(whole.at().field(name));
            }
            return Optional.ofNullable(((Each) this).at().get(name));
        }
    }
}
