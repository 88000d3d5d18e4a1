package io.mainstem.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.event.ModelVersion;
import io.mainstem.event.Steering;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.spec.Source;
import io.mainstem.stream.LearnerStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnerViewTest {

    private long now = 1_000_000;
    private final LearnerView view = new LearnerView(
            LearnerSpecReader.read("name: v\nfeatures: {a: {type: number}}\ntasks: {t: {type: binary}}"), () -> now);

    private void status(int replica, long records) {
        ModelVersion model = new ModelVersion(replica, 0, 0, 0);
        view.status(new LearnerStatus(
                model,
                records,
                records,
                0,
                0,
                0,
                0,
                Steering.NONE,
                Map.of(),
                List.of(),
                Map.of(Source.EVENTS, records),
                0.1,
                1,
                1,
                0,
                null));
    }

    @Test
    void knowsThePaceOfEachPartition() {
        for (int i = 0; i < 40; i++) {
            now += 10_000;
            status(0, i / 2); // every second time nothing came
            status(1, i);
        }

        assertThat(view.usualGapMillis(0)).isEqualTo(20_000);
        assertThat(view.usualGapMillis(1)).isEqualTo(10_000);
        assertThat(view.usualGapMillis(2)).isZero();
    }
}
