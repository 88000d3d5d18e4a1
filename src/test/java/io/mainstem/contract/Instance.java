package io.mainstem.contract;

import java.util.List;
import java.util.Map;

/** One of a {@link Subject}. */
public interface Instance<I> {

    void take(I input);

    /** Whatever it can be asked, by name; compared bit for bit, in which one NaN is like another. */
    Map<String, Object> says();

    byte[] save(Form form);

    /** Replaces all state by what another instance of the subject saved in that form. */
    void restore(byte[] state, Form form);

    /** What the last input cost, NaN if it was refused; of subjects that have a {@link Subject#lesson}. */
    default double loss() {
        throw new UnsupportedOperationException("nothing is to fall here");
    }

    /** The objects that are tried in it, and their declarations. */
    List<Object> madeOf();
}
