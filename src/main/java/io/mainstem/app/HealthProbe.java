package io.mainstem.app;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * Asks a learner that is served over HTTP whether it is well: for the health check of a container, where there may be no
 * other program that could. Needs nothing but the JDK, and so starts fast.
 */
final class HealthProbe {

    private static final int PATIENCE_MILLIS = (int) TimeUnit.SECONDS.toMillis(3);

    private HealthProbe() {}

    /** Exit code 0 where the address, the only argument, answers with 200; 1 where it does not. */
    public static void main(String[] args) {
        System.exit(args.length == 1 && isWell(args[0]) ? 0 : 1);
    }

    static boolean isWell(String address) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException | IllegalArgumentException | ClassCastException e) {
            System.err.println(address + " does not answer: " + e);
            return false;
        }
    }
}
