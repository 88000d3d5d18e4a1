package io.mainstem.containers;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The class path of this JVM, read-only in a container: so the tests need no jar of the program, and no image of it. */
final class MountedClassPath {

    private static final String FOLDER = "/class-path/";

    private final List<Bind> binds = new ArrayList<>();

    MountedClassPath() {
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(Files::exists)
                .forEach(this::mount);
    }

    private void mount(Path entry) {
        String inside = FOLDER + binds.size() + "/" + entry.getFileName();
        binds.add(new Bind(entry.toAbsolutePath().toString(), new Volume(inside), AccessMode.ro));
    }

    List<Bind> binds() {
        return binds;
    }

    /** What to give to Java there, in the same order as here. */
    String inside() {
        return binds.stream().map(bind -> bind.getVolume().getPath()).collect(Collectors.joining(":"));
    }
}
