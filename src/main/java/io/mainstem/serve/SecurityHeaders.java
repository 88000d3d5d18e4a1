package io.mainstem.serve;

import org.eclipse.jetty.http.HttpFields;

/** What every answer tells a browser: no foreign content, no inline scripts, no frames, no guessing of types. */
final class SecurityHeaders {

    private SecurityHeaders() {}

    static void put(HttpFields.Mutable headers) {
        headers.put(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                        + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        if (!headers.contains("Cache-Control")) {
            headers.put("Cache-Control", "no-store");
        }
    }
}
