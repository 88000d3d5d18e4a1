package io.mainstem.serve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Lets requests in or not, by their headers. Thread-safe. */
final class Gate {

    private static final String BEARER = "Bearer ";
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final Set<String> names;
    private final byte @Nullable [] token;

    /**
     * For a server.
     *
     * @param names that it is called by, in lower case
     * @param token null where nothing may change
     */
    Gate(Set<String> names, @Nullable String token) {
        this.names = Set.copyOf(names);
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Against names of elsewhere that somebody makes lead here: a browser would take the answers for those of there. An
     * address in numbers leads nowhere else.
     */
    void checkHost(Request request) throws RequestProblem {
        String host = String.valueOf(Request.getServerName(request)).toLowerCase(Locale.ROOT);
        if (!names.contains(host) && !host.contains(":") && !IPV4.matcher(host).matches()) {
            throw new RequestProblem(
                    421, "wrong-host", "this is not called " + printable(host) + ": --http-host gives it more names");
        }
    }

    /** Against pages of elsewhere, which can ask without being told the answers, and use up what there is of places. */
    static void checkSite(HttpFields headers, String path) throws RequestProblem {
        if (path.startsWith("/v1/") && "cross-site".equalsIgnoreCase(headers.get("Sec-Fetch-Site"))) {
            throw new RequestProblem(403, "cross-site", "a page from elsewhere asks, which is not answered");
        }
    }

    private static String printable(String host) {
        return host.replaceAll("[^\\x21-\\x7e]", "?").substring(0, Math.min(100, host.length()));
    }

    void checkToken(HttpFields headers) throws RequestProblem {
        Map<String, String> challenge = Map.of("WWW-Authenticate", "Bearer");
        if (token == null) {
            throw new RequestProblem(
                    401, "no-token", "without --http-token-file nothing can be changed over HTTP", challenge);
        }
        String given = headers.get(HttpHeader.AUTHORIZATION);
        if (given == null || !given.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new RequestProblem(
                    401, "token-missing", "this takes the header Authorization: Bearer TOKEN", challenge);
        }
        byte[] told = given.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(told, token)) {
            throw new RequestProblem(401, "token-wrong", "that is not the token", challenge);
        }
    }

    /** That the body is JSON in UTF-8, as it is. */
    static void checkContent(HttpFields headers) throws RequestProblem {
        List<String> encodings = headers.getValuesList(HttpHeader.CONTENT_ENCODING);
        if (!encodings.isEmpty() && !encodings.get(0).strip().equalsIgnoreCase("identity")) {
            throw new RequestProblem(415, "content-encoding", "the body must come as it is, without Content-Encoding");
        }
        String type = headers.get(HttpHeader.CONTENT_TYPE);
        String[] parts = (type == null ? "" : type).toLowerCase(Locale.ROOT).split(";", -1);
        if (!parts[0].strip().equals(Reply.JSON)) {
            throw new RequestProblem(415, "content-type", "the body must be application/json");
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                throw new RequestProblem(415, "charset", "the body must be JSON in UTF-8");
            }
        }
    }

    /** That the type of the answer is one that the client takes. */
    static void checkAccept(HttpFields headers, String contentType) throws RequestProblem {
        List<String> taken = headers.getQualityCSV(HttpHeader.ACCEPT);
        boolean given = headers.contains(HttpHeader.ACCEPT);
        String type = contentType.split(";", -1)[0].strip();
        String any = type.substring(0, type.indexOf('/')) + "/*";
        for (String each : taken) {
            String one = each.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
            if (one.equals("*/*") || one.equals("*") || one.equals(any) || one.equals(type)) {
                return;
            }
        }
        HttpField accept = headers.getField(HttpHeader.ACCEPT);
        if (given && accept != null && !String.valueOf(accept.getValue()).isBlank()) {
            throw new RequestProblem(
                    406, "not-acceptable", "the answer is " + type + ", which the request does not take");
        }
    }
}
