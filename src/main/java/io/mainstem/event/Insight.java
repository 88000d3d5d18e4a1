package io.mainstem.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a learner knows of how well one task is learned, beyond its metrics over the run and the window.
 *
 * @param faded metrics whose labels count less the older they are, by name; none where there are none
 * @param calibration over the run; null where the task has no probabilities or no labels yet
 * @param heldOut how it does on events never trained on; null where none are held out
 * @param transfer what joint training brings the task; null without twins
 * @param coverage of its intervals or sets; null where it has none
 * @param drifts rises of its loss that were noticed, over the run
 */
public record Insight(
        Map<String, Double> faded,
        @Nullable Calibration calibration,
        @Nullable HeldOut heldOut,
        @Nullable TransferGain transfer,
        @Nullable Coverage coverage,
        long drifts) {

    public static final Insight NONE = new Insight(Map.of(), null, null, null, null, 0);
}
