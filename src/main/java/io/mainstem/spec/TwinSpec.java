package io.mainstem.spec;

/**
 * Single-task twins: whether joint training helps.
 *
 * @param cost what they may cost at most, as a fraction of the time that learning itself takes; 0 for no twins. They learn
 *     from as large a share of the mini-batches as that allows, at most from all.
 */
public record TwinSpec(double cost, Reaction reaction) {

    public static final TwinSpec NONE = new TwinSpec(0, Reaction.NONE);

    public enum Reaction {
        NONE,
        /** A task that costs others more than sharing brings it no longer shapes the trunk. */
        LEAVE_OUT
    }
}
