package io.mainstem.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentMemoryTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void isWhatLinuxSays(@TempDir Path folder) throws Exception {
        Path status =
                Files.writeString(folder.resolve("status"), "VmHWM:\t  9999 kB\nVmRSS:\t    2048 kB\nThreads:\t3\n");
        new ResidentMemory(status).bindTo(registry);
        assertThat(registry.get("process.resident.memory").gauge().value()).isEqualTo(2 * 1024 * 1024);
        Files.writeString(status, "Threads:\t3\n");
        assertThat(registry.get("process.resident.memory").gauge().value()).isNaN();
    }

    @Test
    void isNoMeterWhereNothingSaysIt(@TempDir Path folder) {
        new ResidentMemory(folder.resolve("none")).bindTo(registry);
        assertThat(registry.getMeters()).isEmpty();
    }
}
