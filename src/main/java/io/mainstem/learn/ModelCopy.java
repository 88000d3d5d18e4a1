package io.mainstem.learn;

import io.mainstem.event.ModelVersion;
import java.util.List;

/**
 * What a learner predicts with, copied at one moment, for a {@link Predictor} of the same learner file. Immutable, and to be
 * handed to other threads.
 */
public final class ModelCopy {

    private final ModelVersion model;
    private final long records;
    private final List<byte[]> parts;

    ModelCopy(ModelVersion model, long records, List<byte[]> parts) {
        this.model = model;
        this.records = records;
        this.parts = List.copyOf(parts);
    }

    public ModelVersion model() {
        return model;
    }

    /** Records of all kinds that the learner had taken. */
    public long records() {
        return records;
    }

    public long bytes() {
        return parts.stream().mapToLong(part -> part.length).sum();
    }

    List<byte[]> parts() {
        return parts;
    }
}
