package io.mainstem;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.stream.LearnerTopology;

/**
 * The library's entry: a learner for somebody's own Kafka Streams program.
 *
 * <pre>{@code
 * LearnerSpec spec = LearnerSpecReader.read(yaml);
 * Topology topology = Mainstem.learner(spec).addTo(new Topology());
 * new KafkaStreams(topology, properties).start(); // with processing.guarantee=exactly_once_v2
 * }</pre>
 */
public final class Mainstem {

    private Mainstem() {}

    public static LearnerTopology learner(LearnerSpec spec) {
        return new LearnerTopology(spec);
    }
}
