package io.mainstem.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of an event; beyond them it is a dead letter.
 *
 * @param maxBytes of its value
 * @param maxAhead how far its time may lie ahead of its record's timestamp
 * @param repeats what becomes of an event that was there before; null to take it as another one
 */
public record EventSpec(int maxBytes, Duration maxAhead, @Nullable RepeatSpec repeats) {

    /** One that is never a repeat. */
    public EventSpec(int maxBytes, Duration maxAhead) {
        this(maxBytes, maxAhead, null);
    }
}
