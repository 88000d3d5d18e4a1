package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void isTheSameInOneFolderAndAnotherInAnother() {
        String id = InstanceId.of(folder.resolve("a"));

        assertThat(InstanceId.of(folder.resolve("a"))).isEqualTo(id).matches("[0-9a-f-]{36}");
        assertThat(InstanceId.of(folder.resolve("b"))).isNotEqualTo(id);
    }

    @Test
    void aFolderThatCannotBeIsToldInOneLine() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> InstanceId.of(file.resolve("state")))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("--state-dir");
    }
}
