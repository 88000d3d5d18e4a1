package io.mainstem.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** A read_committed consumer sees each prediction, metrics record, checkpoint record and dead letter once. */
final class NoOutputTwice implements Guarantee {

    @Override
    public void check(Evidence evidence) {
        once("predictions", evidence.predictions().stream().map(Output::key).toList());
        once(
                "metrics",
                evidence.metrics().stream()
                        .map(metrics -> metrics.replica() + "/" + metrics.key() + "/" + metrics.step())
                        .toList());
        once("checkpoint records", evidence.checkpointKeys());
        once(
                "dead letters",
                evidence.refusals().stream()
                        .map(refusal -> refusal.partition() + "@" + refusal.offset())
                        .toList());
    }

    private static void once(String what, List<String> keys) {
        assertThat(keys).as(what).doesNotHaveDuplicates();
    }
}
