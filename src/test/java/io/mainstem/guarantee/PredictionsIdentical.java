package io.mainstem.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mainstem.event.PredictionWriter;

/** The predictions are those of a run without any mishap, byte for byte and in its order. */
final class PredictionsIdentical implements Guarantee {

    @Override
    public void check(Evidence evidence) {
        PredictionWriter writer = new PredictionWriter(evidence.spec());
        evidence.undisturbed()
                .forEach((partition, run) -> SameRecords.check(
                        "predictions of partition " + partition,
                        Evidence.of(partition, evidence.predictions()).stream()
                                .map(Output::value)
                                .toList(),
                        run.predictions.stream()
                                .map(prediction -> new String(writer.write(prediction), UTF_8))
                                .toList()));
    }
}
