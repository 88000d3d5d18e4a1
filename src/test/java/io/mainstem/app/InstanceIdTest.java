package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void aFileThatAPowerCutLeftBlankIsWrittenAnew() throws IOException {
        String before = InstanceId.of(folder);
        Path file = folder.resolve("mainstem-instance-id");
        assertThat(file).hasContent(before);
        for (String blank : List.of("", " \n")) {
            Files.writeString(file, blank);

            String id = InstanceId.of(folder);

            assertThat(id).matches("[0-9a-f-]{36}");
            assertThat(InstanceId.of(folder)).isEqualTo(id);
        }
        assertThat(folder).isDirectoryContaining(file::equals);
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void aFolderThatCannotBeIsToldInOneLine() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> InstanceId.of(file.resolve("state")))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("--state-dir");
    }
}
