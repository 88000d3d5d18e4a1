package io.mainstem.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.event.CheckpointKey;
import org.junit.jupiter.api.Test;

class KnownVersionsTest {

    private final KnownVersions known = new KnownVersions();

    @Test
    void saysSoWhereThereAreNone() {
        assertThat(known.text()).isEqualTo("there are none yet");
        take(0, 1, false);
        take(0, 1, true);
        assertThat(known.text()).isEqualTo("there are none yet");
    }

    @Test
    void putsNeighboursTogether() {
        for (long version : new long[] {14, 3, 4, 5, 6, 8, 9, 11}) {
            take(0, version, false);
        }
        take(1, 2, false);
        take(0, 3, true);
        assertThat(known.text()).isEqualTo("replica 0 has versions 4 to 6, 8, 9, 11, 14; replica 1 has version 2");
    }

    private void take(int replica, long version, boolean deletes) {
        known.take(new CheckpointKey(replica, version, CheckpointKey.MANIFEST), deletes);
    }
}
