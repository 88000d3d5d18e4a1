package io.mainstem.app;

import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.Undisturbed;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The command {@code run} for a learner with topics of its own, its files in a folder of the test; for tests. */
final class RunOf {

    private final Path folder;
    private final String name;
    private final String bootstrap;
    private final Map<String, String> client;
    private final LearnerSpec spec;

    /**
     * Nothing written and nothing started yet.
     *
     * @param name of the application; its topics begin with it
     * @param client properties beside the address
     */
    RunOf(Path folder, String name, String bootstrap, Map<String, String> client) {
        this.folder = folder;
        this.name = name;
        this.bootstrap = bootstrap;
        this.client = client;
        spec = LearnerSpecReader.read(Undisturbed.yaml(name));
    }

    LearnerSpec spec() {
        return spec;
    }

    String changelog() {
        return name + "-birdstrikes-model-changelog";
    }

    Path stateFolder() {
        return folder.resolve(name + "-state");
    }

    /** In this process, for what ends by itself. */
    CommandLineRun inThisProcess() throws IOException {
        return CommandLineRun.of(arguments());
    }

    /** As a process of its own, once it runs. */
    Program start() throws Exception {
        return new Program(folder, arguments()).awaitOutput("Ctrl-C ends it");
    }

    /** As a process of its own that may end at once. */
    Program startAnyhow() throws Exception {
        return new Program(folder, arguments());
    }

    void awaitPredictions(Cluster cluster, int count) throws Exception {
        Eventually.holds(
                count + " predictions",
                () -> cluster.read(spec.topics().predictions()).size() >= count,
                () -> "of " + cluster.read(spec.topics().predictions()).size());
    }

    private String[] arguments() throws IOException {
        Path config = Files.writeString(folder.resolve(name + ".yaml"), Undisturbed.yaml(name));
        return new String[] {
            "run",
            "--config",
            config.toString(),
            "--bootstrap",
            bootstrap,
            "--properties",
            properties(folder, name, client).toString(),
            "--application-id",
            name,
            "--state-dir",
            stateFolder().toString()
        };
    }

    /** A properties file of a Kafka client. */
    static Path properties(Path folder, String name, Map<String, String> client) throws IOException {
        Properties properties = new Properties();
        properties.putAll(client);
        Path file = folder.resolve(name + ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }
}
