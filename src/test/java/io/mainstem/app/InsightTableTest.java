package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.event.Calibration;
import io.mainstem.event.Coverage;
import io.mainstem.event.Event;
import io.mainstem.event.HeldOut;
import io.mainstem.event.Insight;
import io.mainstem.event.TaskMetrics;
import io.mainstem.event.TransferGain;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InsightTableTest {

    private static final LearnerSpec SPEC = LearnerSpecReader.read(
            """
            name: two
            features: {x: {type: number}}
            tasks: {speed: {type: regression}, damage: {type: binary}}
            """);

    @Test
    void whatIsKnownOfEachTaskIsALine() {
        Insight speed = new Insight(
                Map.of(),
                null,
                new HeldOut(100, Map.of("rmse", 35.25), Map.of(), Map.of()),
                new TransferGain(1000, 1, 0.031, 0.02, 0.042, 0.03, 0.01, 0.05, false),
                new Coverage(0.9, 0.897, 0.91, 112.5),
                2);
        Insight damage = new Insight(
                Map.of(),
                new Calibration(0.0123, List.of()),
                null,
                new TransferGain(1000, 1, -0.05, -0.06, -0.04, 0, 0, 0, true),
                new Coverage(0.9, 0.9, 0.91, 1.25),
                0);

        assertThat(table(Map.of("speed", of("speed", speed), "damage", of("damage", damage))))
                .containsExactly(
                        "task    calib. error         covered     mean size  held out  drifts  joint training",
                        "------  ------------  --------------  ------------  --------  ------  -----------------------------------",
                        "speed              -  89.7 % of 90 %   112.50 wide   35.2500       2  3.1 % (2.0 % to 4.2 %)",
                        "damage        0.0123  90.0 % of 90 %  1.25 classes         -       -  -5.0 % (-6.0 % to -4.0 %), left out");
    }

    @Test
    void whatIsNotKnownOfAnyHasNoColumn() {
        Insight speed = new Insight(Map.of(), null, null, null, null, 1);

        assertThat(table(Map.of("speed", of("speed", speed))))
                .containsExactly("task   drifts", "-----  ------", "speed       1");
        assertThat(new InsightTable(
                                SPEC,
                                Terminal.plain(new PrintWriter(Writer.nullWriter())),
                                Map.of("speed", of("speed", Insight.NONE)))
                        .isEmpty())
                .isTrue();
    }

    private static List<String> table(Map<String, TaskMetrics> metrics) {
        return new InsightTable(SPEC, Terminal.plain(new PrintWriter(Writer.nullWriter())), metrics).lines();
    }

    private static TaskMetrics of(String task, Insight insight) {
        return new TaskMetrics(
                Event.NO_TIME,
                task,
                0,
                1,
                1,
                1,
                0,
                1,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                insight);
    }
}
