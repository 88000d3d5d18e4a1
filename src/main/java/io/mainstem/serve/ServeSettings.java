package io.mainstem.serve;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a server listens.
 *
 * @param address to listen at, a host name or number of this machine
 * @param port 0 for any that is free
 * @param orAny whether any free port does if that one is taken
 * @param hosts names that requests may call it by, beside the address and {@code localhost}
 * @param token that whoever changes something must know; null where nothing may change
 */
public record ServeSettings(
        String address, int port, boolean orAny, List<String> hosts, @Nullable String token, Limits limits) {

    public static final String LOOPBACK = "127.0.0.1";

    public ServeSettings {
        hosts = List.copyOf(hosts);
    }

    /** At any free port, for this machine only, where nothing may change. */
    public static ServeSettings anyPort() {
        return new ServeSettings(LOOPBACK, 0, false, List.of(), null, Limits.DEFAULT);
    }

    /** The same where whoever knows the token may change something. */
    public ServeSettings withToken(String known) {
        return new ServeSettings(address, port, orAny, hosts, known, limits);
    }

    /** The same with other limits. */
    public ServeSettings within(Limits others) {
        return new ServeSettings(address, port, orAny, hosts, token, others);
    }

    /** The same under one more name. */
    public ServeSettings calledAlso(String host) {
        Set<String> all = new HashSet<>(hosts);
        all.add(host);
        return new ServeSettings(address, port, orAny, List.copyOf(all), token, limits);
    }

    /** All that requests may call it by but numbers, in lower case. */
    Set<String> names() {
        Set<String> names = new HashSet<>(Set.of("localhost", address.toLowerCase(Locale.ROOT)));
        hosts.forEach(host -> names.add(host.toLowerCase(Locale.ROOT)));
        return names;
    }
}
