package io.mainstem.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * What containers are made of. {@code -Dmainstem.docker.images=local} takes the image that {@code
 * src/test/docker/base-image} builds, {@code pulled} those of a registry; without it the local one is taken if it is
 * there, and else the others are pulled if they can be.
 *
 * @param learner has a Java runtime and glibc, which ND4J needs
 * @param broker has a Java runtime
 * @param brokerClassPath of Kafka in the broker's image; null if it is to be this JVM's own
 */
record Images(String learner, String broker, @Nullable String brokerClassPath) {

    private static final long PULL_SECONDS = 300;
    private static final String LOCAL = "mainstem-base";
    private static final String PULLED_BROKER = System.getProperty("mainstem.docker.broker", "apache/kafka:4.3.1");
    private static final String PULLED_LEARNER =
            System.getProperty("mainstem.docker.learner", "eclipse-temurin:17.0.15_6-jre");

    static final String HOW_TO_GET = "Docker has no image " + LOCAL + " (src/test/docker/base-image builds it), and "
            + PULLED_BROKER + " and " + PULLED_LEARNER + " cannot be pulled";

    /** Null if there are none and none can be had. */
    static @Nullable Images find() throws InterruptedException {
        DockerClient docker = DockerClientFactory.lazyClient();
        String wanted = System.getProperty("mainstem.docker.images", "");
        String local = wanted.equals("pulled") ? null : local(docker);
        if (local != null) {
            return new Images(local, local, null);
        }
        return !wanted.equals("local") && isHad(docker, PULLED_BROKER) && isHad(docker, PULLED_LEARNER)
                ? new Images(PULLED_LEARNER, PULLED_BROKER, "/opt/kafka/libs/*")
                : null;
    }

    /** The newest that was built. */
    private static @Nullable String local(DockerClient docker) {
        return docker.listImagesCmd().withReferenceFilter(LOCAL).exec().stream()
                .map(Image::getRepoTags)
                .flatMap(tags -> tags == null ? Stream.empty() : Arrays.stream(tags))
                .findFirst()
                .orElse(null);
    }

    private static boolean isHad(DockerClient docker, String image) throws InterruptedException {
        try {
            docker.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return isPulled(docker, image);
        }
    }

    /** Bounded: a registry that does not answer is none. */
    private static boolean isPulled(DockerClient docker, String image) throws InterruptedException {
        try {
            return docker.pullImageCmd(image).start().awaitCompletion(PULL_SECONDS, TimeUnit.SECONDS);
        } catch (DockerException e) {
            return false;
        }
    }
}
