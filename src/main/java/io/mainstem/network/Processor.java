package io.mainstem.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the machine's processor can do, as far as Linux says so. */
final class Processor {

    private Processor() {}

    static boolean hasAvx512() {
        Path description = Path.of("/proc/cpuinfo");
        try {
            return Files.isReadable(description)
                    && Files.readString(description).contains(" avx512f ");
        } catch (IOException e) {
            // Not knowing costs speed, nothing else.
            return false;
        }
    }
}
