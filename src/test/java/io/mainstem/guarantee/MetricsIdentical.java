package io.mainstem.guarantee;

/** The metrics are those of a run without any mishap, byte for byte: no label was scored twice, none was left out. */
final class MetricsIdentical implements Guarantee {

    @Override
    public void check(Evidence evidence) {
        evidence.undisturbed()
                .forEach((partition, run) -> SameRecords.check(
                        "metrics of partition " + partition,
                        Evidence.of(partition, evidence.metrics()).stream()
                                .map(Output::value)
                                .toList(),
                        run.metricsTopic));
    }
}
