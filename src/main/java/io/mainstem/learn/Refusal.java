package io.mainstem.learn;

import io.mainstem.event.Reason;
import io.mainstem.spec.Source;

/**
 * A record that was read but could not be used, or of which some labels could not.
 *
 * @param id of the event
 * @param offset the record's place in its source
 * @param message one line that says why
 */
public record Refusal(Reason reason, String id, Source source, long offset, String message) {}
