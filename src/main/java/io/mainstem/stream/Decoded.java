package io.mainstem.stream;

import io.mainstem.encode.RawFeatures;
import io.mainstem.event.Event;
import io.mainstem.event.Reason;

/** What a record of the events topic turned out to be. */
sealed interface Decoded {

    /**
     * An event.
     *
     * @param features lent: the next record's features take their place
     */
    record Good(Event event, RawFeatures features) implements Decoded {}

    /** A dead letter, which still counts. */
    record Bad(Reason reason) implements Decoded {}
}
