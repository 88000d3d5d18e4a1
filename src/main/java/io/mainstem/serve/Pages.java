package io.mainstem.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The page and what belongs to it, from the class path: {@code /name} is a file of {@code /io/mainstem/page/}, {@code
 * /lib/uplot/name} one of the chart library's.
 */
final class Pages {

    private static final String FOLDER = "/io/mainstem/page/";
    private static final String UPLOT = "/lib/uplot/";
    private static final String UPLOT_FOLDER = "/META-INF/resources/webjars/uplot/";
    private static final String UPLOT_VERSION_FILE = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "json", Reply.JSON,
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2");

    private final Map<String, Reply> read = new ConcurrentHashMap<>();

    /** The file at that path, if there is one. */
    Optional<Reply> find(String path) {
        Reply known = read.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        String name = path.equals("/") ? "/index.html" : path;
        // One folder, plain names: nothing that could lead elsewhere.
        boolean ofLibrary = name.startsWith(UPLOT);
        String file = ofLibrary ? name.substring(UPLOT.length()) : name.substring(1);
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        if (type == null || !file.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            return Optional.empty();
        }
        Optional<Reply> found = bytes(ofLibrary ? UPLOT_FOLDER + libraryVersion() + "/dist/" + file : FOLDER + file)
                .map(bytes -> new Reply(200, type, bytes, Map.of("Cache-Control", "no-cache")));
        found.ifPresent(reply -> read.put(path, reply));
        return found;
    }

    private static String libraryVersion() {
        return bytes(UPLOT_VERSION_FILE)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .flatMap(text ->
                        text.lines().filter(line -> line.startsWith("version=")).findFirst())
                .map(line -> line.substring("version=".length()).strip())
                .orElse("");
    }

    private static Optional<byte[]> bytes(String resource) {
        try (InputStream in = Pages.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
