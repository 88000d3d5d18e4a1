package io.mainstem.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells whether anything listens where brokers are said to be. */
final class Reachability {

    /** A host name, an IPv4 address or an IPv6 address in brackets, with a port; Kafka also allows a protocol before it. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?:[A-Za-z_]+://)?\\[?([0-9A-Za-z\\-%._:]+)\\]?:([0-9]{1,5})");

    private Reachability() {}

    /**
     * Returns the first of the brokers' addresses that takes a connection.
     *
     * @param bootstrap {@code host:port}, separated by commas
     * @throws UsageException if it is something else
     * @throws CommandFailedException if none does within the time
     */
    static InetSocketAddress check(String bootstrap, int seconds) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        StringJoiner reasons = new StringJoiner("; ");
        for (String broker : bootstrap.split(",", -1)) {
            addresses.addAll(resolve(broker.strip(), reasons));
        }
        int millisEach = seconds * 1000 / Math.max(1, addresses.size());
        for (InetSocketAddress address : addresses) {
            try (Socket socket = new Socket()) {
                socket.connect(address, millisEach);
                return address;
            } catch (IOException e) {
                reasons.add(address.getAddress().getHostAddress() + ": " + e.getMessage());
            }
        }
        throw new CommandFailedException("cannot reach a Kafka broker at " + bootstrap + " (" + reasons
                + "): is it running, and is --bootstrap right?");
    }

    private static List<InetSocketAddress> resolve(String broker, StringJoiner reasons) {
        Matcher address = ADDRESS.matcher(broker);
        if (!address.matches() || Integer.parseInt(address.group(2)) > 65_535) {
            throw new UsageException("--bootstrap takes HOST:PORT, separated by commas, not '" + broker + "'");
        }
        int port = Integer.parseInt(address.group(2));
        List<InetSocketAddress> resolved = new ArrayList<>();
        try {
            for (InetAddress ip : InetAddress.getAllByName(address.group(1))) {
                resolved.add(new InetSocketAddress(ip, port));
            }
        } catch (UnknownHostException e) {
            reasons.add("unknown host " + address.group(1));
        }
        return resolved;
    }
}
