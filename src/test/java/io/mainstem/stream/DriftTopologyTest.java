package io.mainstem.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.TurningLabels;
import io.mainstem.event.Drift;
import io.mainstem.event.DriftCodec;
import io.mainstem.learn.LearnerRun;
import io.mainstem.spec.LearnerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drift by way of the topology. */
class DriftTopologyTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void isToldOnTheMetricsTopicBesideTheMetrics() throws Exception {
        LearnerSpec spec = TurningLabels.spec("{detector: pageHinkley, reaction: {type: resetHead}}");
        List<byte[]> events = TurningLabels.events(1500, 31, 1000);
        LearnerRun alone = new LearnerRun(spec).take(events);
        Properties settings = new Properties();
        settings.putAll(new LearnerTopology(spec).settings(1));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        List<Drift> told = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        int others = 0;
        try (TopologyTestDriver driver =
                new TopologyTestDriver(new LearnerTopology(spec).addTo(new Topology()), settings)) {
            TestInputTopic<byte[], byte[]> input =
                    driver.createInputTopic("events", new ByteArraySerializer(), new ByteArraySerializer());
            events.forEach(input::pipeInput);
            for (TestRecord<String, byte[]> record : driver.createOutputTopic(
                            "metrics", new StringDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()) {
                if (DriftCodec.read(record.value()).isPresent()) {
                    told.add(DriftCodec.read(record.value()).get());
                    keys.add(record.key());
                } else {
                    others++;
                }
            }
        }

        assertThat(told).isEqualTo(alone.drifts).isNotEmpty();
        assertThat(keys).isEqualTo(told.stream().map(Drift::of).toList());
        assertThat(others).isEqualTo(alone.metrics.size());
    }
}
