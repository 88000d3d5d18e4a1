package io.mainstem.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory the process has of its machine: beside the heap there are matrices, RocksDB and threads, and a container is
 * killed by the sum. Known on Linux only; elsewhere there is no such meter.
 */
final class ResidentMemory implements MeterBinder {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
    private static final int KILOBYTE = 1024;

    private final Path status;

    ResidentMemory() {
        this(STATUS);
    }

    /** By another file of the form of Linux' {@code /proc/PID/status}. */
    ResidentMemory(Path status) {
        this.status = status;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (Files.isReadable(status)) {
            Gauge.builder("process.resident.memory", this, ResidentMemory::bytes)
                    .description("Memory that the process has of its machine, heap and all else")
                    .baseUnit("bytes")
                    .strongReference(true)
                    .register(registry);
        }
    }

    /** Not a number where the file does not say it. */
    private double bytes() {
        try {
            Matcher resident = RESIDENT.matcher(Files.readString(status));
            return resident.find() ? (double) Long.parseLong(resident.group(1)) * KILOBYTE : Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
