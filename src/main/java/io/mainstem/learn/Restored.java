package io.mainstem.learn;

import java.util.List;

/**
 * How a saved state was taken up.
 *
 * @param whole whether it is the state of the same learner file; where not, none of the saved blocks is one of this
 *     learner's, and whoever keeps them has to replace them all
 * @param blocks of the saved state
 * @param notes what does not go on as it was, a line each
 */
public record Restored(boolean whole, int blocks, List<String> notes) {

    public Restored {
        notes = List.copyOf(notes);
    }
}
