package io.mainstem.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.guarantee.Sent.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Each labelled event that was sent took part in exactly one optimiser step, but for the last few of a partition, whose
 * mini-batch is not full. Which step that was, its prediction says: a labelled event is predicted with its mini-batch,
 * so the labelled events whose predictions name a step are what that step learned.
 */
final class EveryLabelLearnedOnce implements Guarantee {

    private final Map<Integer, List<String>> labelled = new TreeMap<>();

    @Override
    public void onSent(Sent sent) {
        if (sent.kind() == Kind.LABELLED) {
            labelled.computeIfAbsent(sent.partition(), p -> new ArrayList<>()).add(sent.id());
        }
    }

    @Override
    public void check(Evidence evidence) {
        int batch = evidence.spec().batch().size();
        labelled.forEach((partition, ids) -> {
            Set<String> sent = new HashSet<>(ids);
            Map<Long, List<String>> learned = new TreeMap<>();
            for (Output prediction : Evidence.of(partition, evidence.predictions())) {
                if (sent.contains(prediction.key())) {
                    learned.computeIfAbsent(prediction.step(), step -> new ArrayList<>())
                            .add(prediction.key());
                }
            }
            int full = ids.size() / batch;
            for (int step = 0; step < full; step++) {
                assertThat(learned.get((long) step))
                        .as("labelled events learned by step %d of partition %d", step, partition)
                        .isEqualTo(ids.subList(step * batch, (step + 1) * batch));
            }
            assertThat(learned).as("optimiser steps of partition %d", partition).hasSize(full);
        });
    }
}
