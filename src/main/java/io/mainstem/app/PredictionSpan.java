package io.mainstem.app;

import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.ModelVersion;
import io.mainstem.stream.StoredCheckpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which predictions came from a version: those that name it, from the events after its own up to those of the next one.
 *
 * @param first the checkpoint they begin with
 * @param next the one with which they end; empty while that is to come
 */
record PredictionSpan(CheckpointManifest first, Optional<CheckpointManifest> next) {

    /** Of the version itself. */
    static PredictionSpan of(CheckpointManifest first, List<StoredCheckpoint> all) {
        ModelVersion model = first.model();
        return new PredictionSpan(
                first,
                all.stream()
                        .map(StoredCheckpoint::manifest)
                        .filter(each -> each.model().replica() == model.replica()
                                && each.model().version() > model.version())
                        .min(Comparator.comparingLong(each -> each.model().version())));
    }

    /** Such as {@code model.version 3 (replica 0, epoch 0), steps 1,200 to 1,399; events-0: offsets 19,400 to 21,000}. */
    String text() {
        ModelVersion model = first.model();
        StringBuilder text = new StringBuilder("model.version " + model.version()
                + next.map(end -> end.model().version() - 1)
                        .filter(last -> last > model.version())
                        .map(last -> " to " + last)
                        .orElse("")
                + " (replica " + model.replica() + ", epoch " + model.epoch() + "), ");
        if (next.isEmpty()) {
            text.append("steps from ").append(number(model.step())).append(" on");
        } else if (next.get().model().epoch() != model.epoch()) {
            text.append("steps from ")
                    .append(number(model.step()))
                    .append(" to the rollback of epoch ")
                    .append(next.get().model().epoch());
            return text.toString();
        } else {
            text.append("steps ").append(number(model.step())).append(" to ").append(number(lastStep(next.get())));
        }
        List<String> offsets = new ArrayList<>();
        first.offsets().forEach((source, offset) -> {
            Long end = next.map(manifest -> manifest.offsets().get(source)).orElse(null);
            offsets.add(source + " after offset " + number(offset) + (end == null ? "" : " up to " + number(end)));
        });
        return offsets.isEmpty()
                ? text.toString()
                : text.append("; ").append(String.join(", ", offsets)).toString();
    }

    /** One JSON object; {@code lastVersion} and {@code lastStep} are absent while the next version is to come. */
    String json() {
        ModelVersion model = first.model();
        String begin = "{\"firstVersion\":" + model.version() + ",\"firstStep\":" + model.step();
        return next.filter(end -> end.model().epoch() == model.epoch())
                .map(end -> begin + ",\"lastVersion\":" + (end.model().version() - 1) + ",\"lastStep\":" + lastStep(end)
                        + "}")
                .orElse(begin + "}");
    }

    private long lastStep(CheckpointManifest end) {
        return Math.max(first.model().step(), end.model().step() - 1);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
