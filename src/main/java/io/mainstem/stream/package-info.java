/** Kafka Streams: the topology, its processors, and the store that keeps the learner. */
@NullMarked
package io.mainstem.stream;

import org.jspecify.annotations.NullMarked;
