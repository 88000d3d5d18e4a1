package io.mainstem.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.event.ModelVersion;
import io.mainstem.event.Prediction;
import io.mainstem.stream.PredictionSample;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private final Samples samples = new Samples();

    private void add(int at, boolean again) {
        Prediction prediction = new Prediction("e" + at, at, new ModelVersion(0, 0, 0, 1), new double[1]);
        samples.add(new PredictionSample(at, prediction, null, new boolean[1], again));
    }

    @Test
    void anOldOneSurfacesWhenMoreBecomesKnownOfIt() {
        for (int i = 1; i <= 1000; i++) {
            add(i, false);
        }
        for (int old : new int[] {5, 3, 100, 200, 300, 990, 3}) {
            add(old, true);
        }

        assertThat(samples.all())
                .extracting(PredictionSample::at)
                .startsWith(3L, 200L, 300L, 977L)
                .endsWith(990L, 991L, 992L, 993L, 994L, 995L, 996L, 997L, 998L, 999L, 1000L)
                .hasSize(27);
        assertThat(samples.all()).filteredOn(PredictionSample::again).hasSize(4);
    }
}
