package io.mainstem.containers;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * The Docker of this machine. Without it, or without images to make containers of, the tests that need it are skipped,
 * unless {@code -Dmainstem.docker=required} says that it must be there.
 */
final class LocalDocker {

    private static @Nullable LocalDocker looked;

    private final @Nullable Images images;
    private final String absence;

    private LocalDocker(@Nullable Images images, String absence) {
        this.images = images;
        this.absence = absence;
    }

    /** The images to use; else the test ends here, and the first one says why in a line. */
    static Images required() throws InterruptedException {
        LocalDocker docker = looked();
        if ("required".equals(System.getProperty("mainstem.docker"))) {
            assertThat(docker.images)
                    .as(docker.absence + " (-Dmainstem.docker=required)")
                    .isNotNull();
        }
        assumeTrue(docker.images != null, docker.absence);
        return requireNonNull(docker.images);
    }

    private static synchronized LocalDocker looked() throws InterruptedException {
        LocalDocker docker = looked;
        if (docker == null) {
            docker = look();
            looked = docker;
            if (docker.images == null) {
                System.out.println("The tests in containers are skipped: " + docker.absence);
            }
        }
        return docker;
    }

    private static LocalDocker look() throws InterruptedException {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return new LocalDocker(null, "no Docker answers here");
        }
        Leftovers.remove();
        Images found = Images.find();
        return new LocalDocker(found, found == null ? Images.HOW_TO_GET : "");
    }
}
