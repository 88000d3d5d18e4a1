package io.mainstem.stream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ModelStore} takes for granted of the Kafka Streams it is built against, and no contract of theirs says. */
class StreamsCacheTest {

    private static final Bytes KEY = Bytes.wrap(new byte[] {1});
    private static final byte FILLED = 7;

    private final byte[] marker = new byte[3];
    private final List<byte[]> arrived = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path stateDirectory;

    @Test
    void theArrayThatWasPutArrivesItselfAndWhatIsWrittenIntoItThereGoesToTheChangelog() {
        Topology topology = new Topology()
                .addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "in")
                .addProcessor("put", Put::new, "in")
                .addStateStore(
                        Stores.keyValueStoreBuilder(supplier(), Serdes.Bytes(), Serdes.ByteArray())
                                .withCachingEnabled(),
                        "put");
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings())) {
            driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(new byte[0]);

            assertThat(arrived).hasSize(1);
            assertThat(arrived.get(0)).isSameAs(marker);
            byte[] logged = driver.createOutputTopic(
                            "test-store-changelog", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readValue();
            assertThat(logged).containsExactly(FILLED, FILLED, FILLED);
        }
    }

    private final class Put extends ContextualProcessor<byte[], byte[], Void, Void> {
        @Override
        public void process(Record<byte[], byte[]> record) {
            KeyValueStore<Bytes, byte[]> store = requireNonNull(context().getStateStore("store"));
            store.put(KEY, marker);
            store.put(KEY, marker);
            assertThat(arrived).isEmpty();
        }
    }

    private KeyValueBytesStoreSupplier supplier() {
        KeyValueBytesStoreSupplier memory = Stores.inMemoryKeyValueStore("store");
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return memory.name();
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return filling(memory.get());
            }

            @Override
            public String metricsScope() {
                return memory.metricsScope();
            }
        };
    }

    /** A store that notes and fills what is put into it. */
    @SuppressWarnings("unchecked") // a proxy of the interface it is cast to
    private KeyValueStore<Bytes, byte[]> filling(KeyValueStore<Bytes, byte[]> inner) {
        return (KeyValueStore<Bytes, byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {KeyValueStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("put")) {
                        byte[] value = (byte[]) arguments[1];
                        arrived.add(value);
                        Arrays.fill(value, FILLED);
                    }
                    try {
                        return method.invoke(inner, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        return settings;
    }
}
