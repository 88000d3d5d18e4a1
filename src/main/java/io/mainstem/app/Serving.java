package io.mainstem.app;

import io.mainstem.observe.LearnerView;
import io.mainstem.observe.Meters;
import io.mainstem.serve.HttpServer;
import io.mainstem.serve.ServeSettings;
import io.mainstem.serve.UnableToListenException;
import io.mainstem.stream.LiveModels;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** A learner over HTTP: its server, its meters, and the copies of its models. */
final class Serving implements AutoCloseable {

    private final LiveModels models = new LiveModels();
    private final Meters meters;
    private final ServedLearner learner;
    private final HttpServer server;
    private final String advertised;

    /**
     * Listens already.
     *
     * @param given how other instances reach this one; null for where it listens
     * @param application the id that it runs under
     * @param client properties of the connection
     * @throws CommandFailedException if it cannot listen there
     */
    Serving(
            ServeSettings settings,
            @Nullable String given,
            LearnerView view,
            String application,
            Map<String, Object> client,
            int partitions) {
        meters = new Meters(view, models, application);
        meters.partitions(partitions);
        learner = new ServedLearner(view, client, partitions);
        String host = given == null ? reachable(settings.address()) : given.substring(0, given.lastIndexOf(':'));
        try {
            server = new HttpServer(settings.calledAlso(host), view, models, meters, learner);
        } catch (UnableToListenException e) {
            learner.close();
            meters.close();
            throw new CommandFailedException(e.getMessage() + "; --http takes another port, or off", e);
        }
        advertised = given == null ? (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port() : given;
    }

    private static String reachable(String address) {
        try {
            if (InetAddress.getByName(address).isAnyLocalAddress()) {
                return InetAddress.getLocalHost().getHostName();
            }
        } catch (UnknownHostException e) {
            // The address is all that is known.
        }
        return address;
    }

    LiveModels models() {
        return models;
    }

    /** How other instances reach this one, {@code host:port}. */
    String advertised() {
        return advertised;
    }

    /** Where it listens, {@code host:port}. */
    String address() {
        return server.address();
    }

    /** Serves what this stream does from now on, and what its cluster lacks. */
    void runs(KafkaStreams streams, ClusterWatch cluster) {
        learner.runs(streams, advertised, cluster::trouble);
        meters.brokers(() -> cluster.trouble().isEmpty());
        meters.watch(streams);
    }

    @Override
    public void close() {
        server.close();
        learner.close();
        meters.close();
    }
}
