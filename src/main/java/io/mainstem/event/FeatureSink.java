package io.mainstem.event;

/**
 * Takes the features of an event as the parser meets them, so that no tree and no map is made of them. Features come in
 * the order of the record, each at most once; one that is absent or null is not announced. If the record turns out to be
 * invalid, the parser throws and what the sink took must be discarded: the next {@link #begin()} does that.
 *
 * <p>Characters are lent for the length of the call.
 */
public interface FeatureSink {

    /** A new event starts. */
    void begin();

    /**
     * A number or a boolean.
     *
     * @param value finite, within the range of a float; a boolean is 0 or 1
     */
    void number(int feature, double value);

    void category(int feature, char[] text, int offset, int length);

    /** An array or object of a bag follows, of any number of items; announced even if it is empty. */
    void bag(int feature);

    /**
     * One item of the bag announced last; the same one may come again.
     *
     * @param weight finite; 1 for an item of an array
     */
    void bagItem(int feature, char[] text, int offset, int length, double weight);

    void text(int feature, char[] text, int offset, int length);

    /** A vector of the declared size follows; its null elements are not announced. */
    void vector(int feature);

    void vectorElement(int feature, int index, double value);
}
