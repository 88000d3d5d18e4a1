package io.mainstem.stream;

import io.mainstem.event.Event;
import io.mainstem.event.Reason;

/** What a record of the events topic turned out to be. */
sealed interface Decoded {

    /** An event; its features are in the carrier that the decoder and the learner share. */
    record Good(Event event) implements Decoded {}

    /** A dead letter, which still counts. */
    record Bad(Reason reason) implements Decoded {}
}
