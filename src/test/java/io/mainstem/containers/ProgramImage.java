package io.mainstem.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/**
 * The image that {@code src/docker/Dockerfile} makes of the program, of what this JVM runs: tests come before the package.
 * Is removed when it is closed.
 */
final class ProgramImage implements AutoCloseable {

    private static final Path DOCKERFILE = Path.of("src", "docker", "Dockerfile");
    private static final int BUILD_SECONDS = 240;

    /** Libraries of tests, some of them large; any that is missed does no harm. */
    private static final Pattern OF_TESTS = Pattern.compile(
            "(onnxruntime|testcontainers|docker-java|junit|assertj|archunit|byte-buddy|avro|protobuf|kafka-streams-test).*");

    private final String name = "mainstem-test:" + UUID.randomUUID();

    /**
     * Builds it.
     *
     * @param folder for its context
     * @param base the image that it is built on
     */
    ProgramImage(Path folder, String base) throws Exception {
        Path context = Files.createDirectory(folder.resolve("context"));
        Files.copy(Path.of(".dockerignore"), context.resolve(".dockerignore"));
        Path target = Files.createDirectory(context.resolve("target"));
        Path libraries = Files.createDirectory(target.resolve("lib"));
        List<String> names = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            String jar = path.getFileName().toString();
            if (jar.endsWith(".jar") && !OF_TESTS.matcher(jar).matches()) {
                Files.copy(path, libraries.resolve(jar));
                names.add("lib/" + jar);
            }
        }
        jar(Path.of("target", "classes"), target.resolve("mainstem.jar"), String.join(" ", names));
        docker(
                folder,
                Stream.concat(
                                Stream.of(
                                        "build",
                                        "--file",
                                        DOCKERFILE.toString(),
                                        "--build-arg",
                                        "BASE=" + base,
                                        "--tag",
                                        name),
                                Leftovers.labels().entrySet().stream()
                                        .flatMap(
                                                label -> Stream.of("--label", label.getKey() + "=" + label.getValue())))
                        .collect(Collectors.toCollection(ArrayList::new)),
                context);
    }

    /** As Maven makes it. */
    private static void jar(Path classes, Path jar, String libraries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "io.mainstem.app.Main");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, libraries);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, entries);
            }
        }
    }

    private static void docker(Path folder, List<String> arguments, Path context) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(arguments);
        command.add(context.toString());
        Path out = folder.resolve("docker-build.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        // The newer builder is a program of its own, which need not be there.
        builder.environment().put("DOCKER_BUILDKIT", "0");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(BUILD_SECONDS, TimeUnit.SECONDS))
                    .as("docker build ended")
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(out)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    String name() {
        return name;
    }

    @Override
    public void close() {
        DockerClientFactory.lazyClient().removeImageCmd(name).withForce(true).exec();
    }
}
