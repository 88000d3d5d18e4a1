package io.mainstem.containers;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import org.testcontainers.DockerClientFactory;

/** A Docker volume in which learners find ND4J's native libraries, once the first of them has unpacked them there. */
final class NativeLibraries implements AutoCloseable {

    private final String volume;

    NativeLibraries() {
        volume = DockerClientFactory.lazyClient()
                .createVolumeCmd()
                .withLabels(Leftovers.labels())
                .exec()
                .getName();
    }

    Bind boundTo(String folder) {
        return new Bind(volume, new Volume(folder));
    }

    @Override
    public void close() {
        DockerClientFactory.lazyClient().removeVolumeCmd(volume).exec();
    }
}
