package io.mainstem.app;

import io.mainstem.serve.Limits;
import io.mainstem.serve.ServeSettings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether and where a learner is served over HTTP; mixed into the commands that run one. */
final class HttpOptions {

    private static final int DEFAULT_PORT = 8080;
    private static final int MAX_PORT = 65_535;
    private static final int LEAST_TOKEN = 16;
    private static final int MOST_TOKEN = 4096;
    private static final String OFF = "off";

    @Option(
            names = "--http",
            paramLabel = "PORT|off",
            description = "Where it answers over HTTP, 0 for any free port; " + DEFAULT_PORT
                    + " if not given, or a free one if that is taken.")
    private @Nullable String port;

    @Option(
            names = "--http-address",
            paramLabel = "ADDRESS",
            defaultValue = ServeSettings.LOOPBACK,
            description =
                    "The address of this machine that it listens at; ${DEFAULT-VALUE} if not given, which only this"
                            + " machine reaches.")
    private String address = ServeSettings.LOOPBACK;

    @Option(
            names = "--http-token-file",
            paramLabel = "FILE",
            description =
                    "Holds the token that whoever changes something over HTTP must know; without it nothing can be"
                            + " changed so.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--http-advertise",
            paramLabel = "HOST:PORT",
            description = "How the other instances reach this one; where it listens if not given.")
    private @Nullable String advertised;

    @Option(
            names = "--http-host",
            paramLabel = "NAME",
            description =
                    "A name that requests may call it by, beside localhost, numbers, and those of --http-address and"
                            + " --http-advertise; may be given several times.")
    private List<String> hosts = List.of();

    @Nullable
    String advertised() {
        if (advertised != null && !advertised.matches("[^\\s:/]+:[0-9]{1,5}|\\[[0-9a-fA-F:]+]:[0-9]{1,5}")) {
            throw new UsageException("--http-advertise must be HOST:PORT, not " + advertised);
        }
        return advertised;
    }

    /** Whether a file with the token was given. */
    boolean hasToken() {
        return tokenFile != null;
    }

    /**
     * Null for not at all.
     *
     * @param otherwise the token where no file is given; null for none
     */
    @Nullable
    ServeSettings settings(@Nullable String otherwise) {
        if (OFF.equals(port)) {
            return null;
        }
        for (String host : hosts) {
            if (!host.matches("[^\\s:/\\[\\]]+")) {
                throw new UsageException("--http-host must be a name without a port, not " + host);
            }
        }
        String token = tokenFile == null ? otherwise : read(tokenFile);
        return new ServeSettings(address, number(), port == null, hosts, token, Limits.DEFAULT);
    }

    private int number() {
        if (port == null) {
            return DEFAULT_PORT;
        }
        try {
            int number = Integer.parseInt(port);
            if (number >= 0 && number <= MAX_PORT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException("--http must be 0 to " + MAX_PORT + ", or " + OFF + ", not " + port);
    }

    private static String read(Path file) {
        try {
            String token = Files.readString(file).strip();
            if (token.length() < LEAST_TOKEN || token.length() > MOST_TOKEN || !token.matches("[\\x21-\\x7e]+")) {
                throw new UsageException("the token in " + file + " must be " + LEAST_TOKEN + " to " + MOST_TOKEN
                        + " visible ASCII characters (--http-token-file)");
            }
            return token;
        } catch (NoSuchFileException e) {
            throw new UsageException("no such file: " + file + " (--http-token-file)", e);
        } catch (CharacterCodingException e) {
            throw new UsageException("the token in " + file + " is no text in UTF-8 (--http-token-file)", e);
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + OneLine.of(e) + " (--http-token-file)", e);
        }
    }
}
