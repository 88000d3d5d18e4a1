package io.mainstem.serve;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What the server library refuses by itself, answered like everything else. */
final class JsonErrors extends ErrorHandler {

    private static final Pattern OF_PATH = Pattern.compile("URI|[Pp]ath|!hex");

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        boolean ofPath = response.getStatus() == 400 && isOfPath(request.getAttribute(ERROR_EXCEPTION));
        byte[] body = ofPath
                ? ErrorBody.of(
                        "bad-path",
                        "the path has empty parts, dots that lead out, or signs that cannot be read or may be read in more than one way")
                : body(response.getStatus());
        SecurityHeaders.put(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Reply.JSON);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    /** The library's exceptions are of the same kinds whatever it refuses. */
    private static boolean isOfPath(@Nullable Object failure) {
        for (@Nullable Throwable each = failure instanceof Throwable thrown ? thrown : null;
                each != null;
                each = each.getCause()) {
            if (OF_PATH.matcher(String.valueOf(each.getMessage())).find()) {
                return true;
            }
        }
        return false;
    }

    private static byte[] body(int status) {
        return ErrorBody.of(
                HttpStatus.getMessage(status).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"), message(status));
    }

    private static String message(int status) {
        return switch (status) {
            case 400 -> "this is not a request in HTTP/1.1 that can be read";
            case 408 -> "the request did not come in whole in time";
            case 413 -> "the body is too large";
            case 414 -> "the path and its query are too long";
            case 417 -> "that expectation cannot be met";
            case 426, 505 -> "only HTTP/1.1 and 1.0 are spoken here";
            case 431 -> "the headers are too long";
            case 503 -> "not at present; the program may be ending";
            default -> status >= 500 ? "something went wrong here" : "the request cannot be answered";
        };
    }
}
