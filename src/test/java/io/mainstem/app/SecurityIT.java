package io.mainstem.app;

import static io.mainstem.app.Certificates.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wrong properties for TLS and SASL, at a broker with a listener of each kind. */
@TestInstance(Lifecycle.PER_CLASS)
class SecurityIT {

    /** From a wrong property to the line that says so; far less, but for what only shows as no answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private enum Listener {
        PLAINTEXT,
        SSL,
        SASL_PLAINTEXT,
        SASL_SSL,
        /** With a certificate for another host. */
        MISNAMED,
        /** That wants a certificate of its clients. */
        MUTUAL
    }

    private enum Wrong {
        NOTHING_SET_FOR_TLS(Listener.SSL, "speak SSL, this client PLAINTEXT: set security.protocol=SSL", Map.of()),
        NOTHING_SET_FOR_SASL(
                Listener.SASL_PLAINTEXT,
                "speak SASL_PLAINTEXT, this client PLAINTEXT: set security.protocol=SASL_PLAINTEXT, with sasl.mechanism"
                        + " one of PLAIN",
                Map.of()),
        TLS_WHERE_THERE_IS_NONE(Listener.PLAINTEXT, "speak PLAINTEXT, this client SSL", trusting("good")),
        SASL_WHERE_THERE_IS_NONE(
                Listener.PLAINTEXT, "speak PLAINTEXT, this client SASL_PLAINTEXT", login("PLAIN", "secret")),
        SASL_WITHOUT_ITS_TLS(Listener.SASL_SSL, "speak SASL_SSL, this client SASL_PLAINTEXT", login("PLAIN", "secret")),
        TLS_WITHOUT_ITS_SASL(Listener.SASL_SSL, "speak SASL_SSL, this client SSL", trusting("good")),
        UNKNOWN_PROTOCOL(Listener.PLAINTEXT, "Invalid value TLS", Map.of("security.protocol", "TLS")),
        UNKNOWN_SIGNER(Listener.SSL, "signed by nobody whom this client trusts", Map.of("security.protocol", "SSL")),
        OTHER_SIGNER(Listener.SSL, "signed by nobody whom this client trusts", trusting("misnamed")),
        OTHER_HOST(Listener.MISNAMED, "is for other names", trusting("misnamed")),
        NO_CERTIFICATE_OF_ITS_OWN(Listener.MUTUAL, "ssl.keystore.location", trusting("good")),
        NO_SUCH_TRUST_STORE(
                Listener.SSL,
                "there is no file /no/such/store.p12 (ssl.truststore.location)",
                with(trusting("good"), "ssl.truststore.location", "/no/such/store.p12")),
        WRONG_STORE_PASSWORD(
                Listener.SSL,
                "trust-in-good.p12 of type JKS: keystore password was incorrect",
                with(trusting("good"), "ssl.truststore.password", "wrong")),
        WRONG_PASSWORD(
                Listener.SASL_PLAINTEXT,
                "check the user and the password in sasl.jaas.config",
                login("PLAIN", "not the secret")),
        WRONG_MECHANISM(
                Listener.SASL_PLAINTEXT,
                "enabled mechanisms are [PLAIN]): set sasl.mechanism to one of them",
                with(
                        login("SCRAM-SHA-256", "secret"),
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"learner\""
                                + " password=\"secret\";")),
        NO_MECHANISM(
                Listener.SASL_PLAINTEXT,
                "sasl.mechanism is GSSAPI, which it is if not set",
                without(login("PLAIN", "secret"), "sasl.mechanism")),
        NO_LOGIN(
                Listener.SASL_PLAINTEXT,
                "SASL needs sasl.jaas.config",
                without(login("PLAIN", "secret"), "sasl.jaas.config")),
        MISTYPED_LOGIN(
                Listener.SASL_PLAINTEXT,
                "not terminated by semi-colon",
                with(
                        login("PLAIN", "secret"),
                        "sasl.jaas.config",
                        jaas("secret").replace(";", "")));

        private final Listener listener;
        private final String said;

        @SuppressWarnings("ImmutableEnumChecker") // a copy that cannot be changed
        private final Map<String, String> properties;

        Wrong(Listener listener, String said, Map<String, String> properties) {
            this.listener = listener;
            this.said = said;
            this.properties = Map.copyOf(properties);
        }
    }

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    private final Map<Listener, Integer> ports = new HashMap<>();

    @SuppressWarnings("NullAway.Init") // before all tests
    private BrokerProcess broker;

    @BeforeAll
    void start() throws Exception {
        Certificates certificates = new Certificates(folder);
        Path good = certificates.key("good", "ip:127.0.0.1");
        Path misnamed = certificates.key("misnamed", "dns:elsewhere.example");
        certificates.trustIn(good);
        certificates.trustIn(misnamed);

        List<String> listeners = new ArrayList<>();
        List<String> protocols = new ArrayList<>();
        Map<String, String> settings = new HashMap<>();
        for (Listener listener : Listener.values()) {
            int port = BrokerProcess.freePort();
            ports.put(listener, port);
            if (listener == Listener.PLAINTEXT) {
                continue; // every broker of a test has it
            }
            listeners.add(listener + "://127.0.0.1:" + port);
            boolean special = listener == Listener.MISNAMED || listener == Listener.MUTUAL;
            protocols.add(listener + ":" + (special ? Listener.SSL : listener));
            String prefix = "listener.name." + listener.name().toLowerCase(Locale.ROOT) + ".";
            Path key = listener == Listener.MISNAMED ? misnamed : good;
            settings.put(prefix + "ssl.keystore.location", key.toString());
            settings.put(prefix + "ssl.keystore.password", PASSWORD);
            settings.put(prefix + "ssl.key.password", PASSWORD);
            settings.put(prefix + "plain.sasl.jaas.config", jaas("secret").replace(";", " user_learner=\"secret\";"));
        }
        settings.put("listener.name.mutual.ssl.client.auth", "required");
        settings.put("listeners", String.join(",", listeners));
        settings.put("listener.security.protocol.map", String.join(",", protocols));
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        broker = new BrokerProcess(folder, port(Listener.PLAINTEXT), settings).start();
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void isToldInOneLine(Wrong wrong) throws Exception {
        long start = System.nanoTime();
        CommandLineRun run = CommandLineRun.of(arguments(wrong));

        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).startsWith("mainstem: ").contains(wrong.said).contains("--");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    }

    /** What Kafka's clients log beside it would bury the line; the tests' own log is silent, the program's is not. */
    @Test
    void nothingElseIsOnStderr() throws Exception {
        List<Wrong> noisy = List.of(
                Wrong.TLS_WHERE_THERE_IS_NONE, Wrong.UNKNOWN_SIGNER, Wrong.NO_SUCH_TRUST_STORE, Wrong.WRONG_PASSWORD);
        List<Program> programs = new ArrayList<>();
        try {
            for (Wrong wrong : noisy) {
                programs.add(new Program(folder, arguments(wrong)));
            }
            for (int i = 0; i < noisy.size(); i++) {
                assertThat(programs.get(i).awaitExit()).isEqualTo(2);
                assertThat(programs.get(i).err().lines()).hasSize(1);
                assertThat(programs.get(i).err()).contains(noisy.get(i).said);
            }
        } finally {
            programs.forEach(Program::close);
        }
    }

    @Test
    void rightPropertiesWork() throws Exception {
        Map<String, String> right = new HashMap<>(trusting("good"));
        right.putAll(login("PLAIN", "secret"));
        right.put("security.protocol", "SASL_SSL");
        CommandLineRun run = CommandLineRun.of(arguments("right", Listener.SASL_SSL, right));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("events: missing");
    }

    private String[] arguments(Wrong wrong) throws Exception {
        return arguments(wrong.name(), wrong.listener, wrong.properties);
    }

    private String[] arguments(String name, Listener listener, Map<String, String> properties) throws Exception {
        Map<String, String> placed = new HashMap<>(properties);
        placed.computeIfPresent(
                "ssl.truststore.location", (key, file) -> folder.resolve(file).toString());
        Path file = RunOf.properties(folder, name, placed);
        assertThat(Files.exists(file)).isTrue();
        return new String[] {
            "topics", "diff", "--bootstrap", "127.0.0.1:" + port(listener), "--properties", file.toString()
        };
    }

    private int port(Listener listener) {
        return ports.getOrDefault(listener, 0);
    }

    private static Map<String, String> trusting(String key) {
        return Map.of(
                "security.protocol",
                "SSL",
                "ssl.truststore.location",
                "trust-in-" + key + ".p12",
                "ssl.truststore.password",
                PASSWORD);
    }

    private static Map<String, String> login(String mechanism, String password) {
        return Map.of(
                "security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", mechanism, "sasl.jaas.config", jaas(password));
    }

    private static String jaas(String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"learner\" password=\""
                + password + "\";";
    }

    private static Map<String, String> with(Map<String, String> properties, String name, String value) {
        Map<String, String> changed = new HashMap<>(properties);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, String> without(Map<String, String> properties, String name) {
        Map<String, String> changed = new HashMap<>(properties);
        changed.remove(name);
        return changed;
    }
}
