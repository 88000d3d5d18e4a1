package io.mainstem.app;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Takes every certificate, and remembers that there was one: only for asking what a listener speaks. */
final class SeenCertificate extends X509ExtendedTrustManager {

    private boolean any;

    boolean any() {
        return any;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
        any = true;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        any = true;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        any = true;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
