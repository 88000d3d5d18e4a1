package io.mainstem.serve;

import io.mainstem.observe.LearnerView;
import io.mainstem.observe.Meters;
import io.mainstem.stream.LiveModels;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for requests from when it is made until it is closed. */
public final class HttpServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

    private static final int THREADS = 24;
    private static final int FEWEST_THREADS = 4;
    private static final int THREAD_IDLE_MILLIS = 30_000;
    private static final int HEADER_BYTES = 8 * 1024;
    private static final long IDLE_MILLIS = 30_000;

    private final Server server;
    private final ServerConnector connector;
    private final LiveStream live;
    private final SlowHeaders slowHeaders;
    private final String host;

    /**
     * Listens.
     *
     * @throws UnableToListenException if that is not possible there; says why
     */
    public HttpServer(ServeSettings settings, LearnerView view, LiveModels models, Meters meters, Host program) {
        Limits limits = settings.limits();
        Descriptions known = new Descriptions(view, program, settings.token() != null);
        byte[] openApi = resource("openapi.json");
        Routes routes = Routes.of(
                known,
                new Predictions(view.spec(), models, program, limits.events()),
                new Commands(program),
                call -> new Reply(200, Meters.CONTENT_TYPE, meters.scrape().getBytes(StandardCharsets.UTF_8), Map.of()),
                call -> Reply.json(openApi));
        live = new LiveStream(new Snapshots(view, program), limits.watchers());
        meters.watchers(live::watchers);
        host = settings.address();

        QueuedThreadPool threads = new QueuedThreadPool(THREADS, FEWEST_THREADS, THREAD_IDLE_MILLIS);
        threads.setName("http");
        threads.setDaemon(true);
        server = new Server(threads, new ScheduledExecutorScheduler("http-clock", true), null);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(settings.address());
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
        slowHeaders = new SlowHeaders(limits.receive(), limits.connections());
        connector.addBean(slowHeaders);
        server.setErrorHandler(new JsonErrors());
        server.setStopTimeout(0);
        Gate gate = new Gate(settings.names(), settings.token());
        server.setHandler(new Front(routes, new Pages(), live, gate, slowHeaders, limits, meters));
        listen(settings);
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setRequestHeaderSize(HEADER_BYTES);
        configuration.setHttpCompliance(HttpCompliance.RFC9110);
        configuration.setUriCompliance(UriCompliance.RFC3986);
        return configuration;
    }

    private void listen(ServeSettings settings) {
        try {
            connector.setPort(settings.port());
            connector.open();
        } catch (IOException e) {
            if (!settings.orAny()) {
                close();
                throw unable(settings, e);
            }
            try {
                connector.setPort(0);
                connector.open();
            } catch (IOException again) {
                close();
                throw unable(settings, again);
            }
        }
        try {
            server.start();
            slowHeaders.watch(server.getScheduler());
        } catch (Exception e) {
            close();
            throw unable(settings, e);
        }
    }

    private static UnableToListenException unable(ServeSettings settings, Exception e) {
        return new UnableToListenException(
                "cannot listen for HTTP at " + settings.address() + ":" + settings.port() + ": " + e.getMessage(), e);
    }

    static byte[] resource(String name) {
        try (InputStream in = HttpServer.class.getResourceAsStream("/io/mainstem/serve/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, as in {@code 127.0.0.1:8080}. */
    public String address() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return name + ":" + connector.getLocalPort();
    }

    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        live.close();
        try {
            server.stop();
            connector.close();
        } catch (Exception e) {
            log.warn("the HTTP server did not stop in order: {}", e.getMessage());
        }
    }
}
