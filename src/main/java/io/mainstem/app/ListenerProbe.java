package io.mainstem.app;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * Finds out which security protocol a broker's listener speaks, which Kafka's clients cannot tell: to them, a wrong one
 * looks like a broker that hangs up. Asks the one question that every listener answers before any login, which
 * mechanisms of SASL there are, without TLS and then with it.
 */
final class ListenerProbe {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final short VERSION = 1;
    private static final int MAX_ANSWER_BYTES = 10_000;

    /**
     * What a listener speaks.
     *
     * @param mechanisms of SASL that it takes; none where it wants no SASL
     */
    record Spoken(SecurityProtocol protocol, List<String> mechanisms) {}

    private ListenerProbe() {}

    /** Empty if it does not answer, or not as a Kafka broker. */
    static Optional<Spoken> ask(InetSocketAddress address) {
        try (Socket socket = connect(address)) {
            return Optional.of(spoken(false, mechanisms(socket)));
        } catch (IOException e) {
            return askWithTls(address);
        }
    }

    private static Optional<Spoken> askWithTls(InetSocketAddress address) {
        SeenCertificate seen = new SeenCertificate();
        try (Socket plain = connect(address);
                SSLSocket socket = (SSLSocket) trustingAll(seen)
                        .getSocketFactory()
                        .createSocket(plain, address.getHostString(), address.getPort(), true)) {
            socket.startHandshake();
            return Optional.of(spoken(true, mechanisms(socket)));
        } catch (IOException | GeneralSecurityException e) {
            // One that wants a certificate of its clients has shown its own before it hangs up.
            return seen.any() ? Optional.of(spoken(true, List.of())) : Optional.empty();
        }
    }

    private static Spoken spoken(boolean tls, List<String> mechanisms) {
        if (mechanisms.isEmpty()) {
            return new Spoken(tls ? SecurityProtocol.SSL : SecurityProtocol.PLAINTEXT, mechanisms);
        }
        return new Spoken(tls ? SecurityProtocol.SASL_SSL : SecurityProtocol.SASL_PLAINTEXT, mechanisms);
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A handshake for a mechanism that does not exist is answered with those that do. */
    private static List<String> mechanisms(Socket socket) throws IOException {
        byte[] client = "mainstem".getBytes(StandardCharsets.US_ASCII);
        byte[] mechanism = "?".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer request = ByteBuffer.allocate(64)
                .putInt(0)
                .putShort(ApiKeys.SASL_HANDSHAKE.id)
                .putShort(VERSION)
                .putInt(1)
                .putShort((short) client.length)
                .put(client)
                .putShort((short) mechanism.length)
                .put(mechanism);
        request.putInt(0, request.position() - Integer.BYTES);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.write(request.array(), 0, request.position());
        out.flush();

        DataInputStream in = new DataInputStream(socket.getInputStream());
        int bytes = in.readInt();
        int correlation = in.readInt();
        if (bytes < 0 || bytes > MAX_ANSWER_BYTES || correlation != 1) {
            throw new IOException("not the answer of a Kafka broker");
        }
        short error = in.readShort();
        if (error != Errors.UNSUPPORTED_SASL_MECHANISM.code() && error != Errors.ILLEGAL_SASL_STATE.code()) {
            throw new IOException("an answer to something else");
        }
        List<String> mechanisms = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            byte[] name = new byte[in.readShort()];
            in.readFully(name);
            mechanisms.add(new String(name, StandardCharsets.UTF_8));
        }
        return List.copyOf(mechanisms);
    }

    /** Nothing is sent over it that anybody could not read: whom it talks to does not matter. */
    private static SSLContext trustingAll(SeenCertificate seen) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {seen}, null);
        return context;
    }
}
