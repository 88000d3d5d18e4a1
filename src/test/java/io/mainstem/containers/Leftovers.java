package io.mainstem.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * What a test JVM that died left in Docker. All that these tests make there has a label that names the JVM; what is of one
 * that does not live any more is removed. So nobody else's is touched, not even that of another run beside this one.
 */
final class Leftovers {

    private static final String OWNER = "io.mainstem.test";

    /** This JVM: a process id may come again, though not with the same start; and not on another machine. */
    private static final Map<String, String> LABELS = Map.of(OWNER, owner(ProcessHandle.current()));

    private Leftovers() {}

    /** For everything that tests make. */
    static Map<String, String> labels() {
        return LABELS;
    }

    static void remove() {
        DockerClient docker = DockerClientFactory.lazyClient();
        for (Container container : docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(OWNER))
                .exec()) {
            if (isLeft(container.getLabels())) {
                quietly(() -> docker.removeContainerCmd(container.getId())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec());
            }
        }
        docker.listImagesCmd().withLabelFilter(OWNER).exec().stream()
                .filter(image -> isLeft(image.getLabels()))
                .forEach(image -> quietly(() ->
                        docker.removeImageCmd(image.getId()).withForce(true).exec()));
        docker.listNetworksCmd().withFilter("label", List.of(OWNER)).exec().stream()
                .filter(network -> isLeft(network.getLabels()))
                .forEach(network ->
                        quietly(() -> docker.removeNetworkCmd(network.getId()).exec()));
        docker.listVolumesCmd().withFilter("label", List.of(OWNER)).exec().getVolumes().stream()
                .filter(volume -> isLeft(volume.getLabels()))
                .forEach(volume ->
                        quietly(() -> docker.removeVolumeCmd(volume.getName()).exec()));
    }

    private static boolean isLeft(@Nullable Map<String, String> labels) {
        String[] owner =
                labels == null ? new String[0] : labels.getOrDefault(OWNER, "").split("/", -1);
        return owner.length == 3
                && owner[0].equals(machine())
                && ProcessHandle.of(Long.parseLong(owner[1]))
                        .filter(process -> owner(process).equals(String.join("/", owner)))
                        .isEmpty();
    }

    /** Another run may remove the same at the same time. */
    private static void quietly(Runnable removal) {
        try {
            removal.run();
        } catch (DockerException e) {
            // It is gone, or will be tried again by the next run.
        }
    }

    private static String owner(ProcessHandle process) {
        Instant start = process.info().startInstant().orElse(Instant.EPOCH);
        return machine() + "/" + process.pid() + "/" + start.toEpochMilli();
    }

    /** Of the machine, its name: {@code pid@host}. */
    private static String machine() {
        return ManagementFactory.getRuntimeMXBean().getName().replaceFirst(".*@", "");
    }
}
