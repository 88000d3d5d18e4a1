package io.mainstem.serve;

import java.time.Duration;

/**
 * What a server puts up with.
 *
 * @param bodyBytes of a request
 * @param events of an array that is to be predicted
 * @param perSecond requests a second, of all clients together; twice as many at once
 * @param atOnce requests that are being answered
 * @param connections open at once
 * @param watchers clients of the stream of snapshots at once
 * @param receive until a request must be there whole, from its first byte on
 */
public record Limits(
        int bodyBytes, int events, int perSecond, int atOnce, int connections, int watchers, Duration receive) {

    public static final Limits DEFAULT =
            new Limits(4 * 1024 * 1024, 1000, 10_000, 256, 512, 32, Duration.ofSeconds(10));
}
