package io.mainstem.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

/** What stores take of a machine. */
final class StoreUse {

    /** Outside the heap: blocks that were read, what is to be written, and indexes that are always there. */
    private static final Set<String> MEMORY =
            Set.of("block-cache-usage", "size-all-mem-tables", "estimate-table-readers-mem");

    private StoreUse() {}

    /** Of all stores of a program, in bytes. */
    static long memory(KafkaStreams streams) {
        BigInteger bytes = BigInteger.ZERO;
        for (Metric metric : streams.metrics().values()) {
            if (MEMORY.contains(metric.metricName().name()) && metric.metricValue() instanceof BigInteger value) {
                bytes = bytes.add(value);
            }
        }
        return bytes.longValueExact();
    }

    /** Of a folder with all that is in it, in bytes. */
    static long disk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(StoreUse::size).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // deleted meanwhile, as compaction does it
        }
    }

    /** In use of the heap, after a collection. */
    static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Of this process, where Linux tells; else 0. */
    static long resident() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}
