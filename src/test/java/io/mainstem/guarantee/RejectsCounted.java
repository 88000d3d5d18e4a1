package io.mainstem.guarantee;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whatever was sent that is no event is a dead letter, in order, with its reason and place; nothing else is. */
final class RejectsCounted implements Guarantee {

    private final Map<Integer, List<Refusal>> broken = new TreeMap<>();

    @Override
    public void onSent(Sent sent) {
        List<Refusal> refusals = broken.computeIfAbsent(sent.partition(), p -> new ArrayList<>());
        if (!sent.kind().isEvent()) {
            refusals.add(
                    new Refusal(sent.partition(), sent.offset(), sent.kind().reason()));
        }
    }

    @Override
    public void check(Evidence evidence) {
        broken.forEach((partition, refusals) -> {
            assertThat(evidence.refusals().stream()
                            .filter(refusal -> refusal.partition() == partition)
                            .toList())
                    .as("dead letters of partition %d", partition)
                    .isEqualTo(refusals);
            assertThat(requireNonNull(evidence.undisturbed().get(partition))
                            .learner
                            .rejected())
                    .as("rejects that the undisturbed learner of partition %d counts", partition)
                    .isEqualTo(refusals.size());
        });
        assertThat(evidence.refusals())
                .as("dead letters of all partitions")
                .hasSize(broken.values().stream().mapToInt(List::size).sum());
    }
}
