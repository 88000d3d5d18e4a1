package io.mainstem.serve;

import org.jspecify.annotations.Nullable;

/**
 * Where and how a server listens.
 *
 * @param address to listen at, a host name or number of this machine
 * @param port 0 for any that is free
 * @param orAny whether any free port does if that one is taken
 * @param token that whoever changes something must know; null where nothing may change
 */
public record ServeSettings(String address, int port, boolean orAny, @Nullable String token, Limits limits) {

    public static final String LOOPBACK = "127.0.0.1";

    /** At any free port, for this machine only, where nothing may change. */
    public static ServeSettings anyPort() {
        return new ServeSettings(LOOPBACK, 0, false, null, Limits.DEFAULT);
    }

    /** The same where whoever knows the token may change something. */
    public ServeSettings withToken(String known) {
        return new ServeSettings(address, port, orAny, known, limits);
    }

    /** The same with other limits. */
    public ServeSettings within(Limits others) {
        return new ServeSettings(address, port, orAny, token, others);
    }
}
