package io.mainstem.spec;

import java.time.Duration;

/**
 * Limits of an event; beyond them it is a dead letter.
 *
 * @param maxBytes of its value
 * @param maxAhead how far its time may lie ahead of its record's timestamp
 */
public record EventSpec(int maxBytes, Duration maxAhead) {}
