package io.mainstem.event;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which record of a checkpoint a key on the checkpoints topic names.
 *
 * @param chunk index of the chunk, or {@link #MANIFEST}
 */
public record CheckpointKey(int replica, long version, int chunk) {

    public static final int MANIFEST = -1;

    /** Numbers short enough for their types. */
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(\\d{1,18})/(\\d{6,9}|manifest)");

    /** What {@link CheckpointCodec} makes a key of; empty for any other key. */
    public static Optional<CheckpointKey> read(byte @Nullable [] key) {
        Matcher parts = FORM.matcher(key == null ? "" : new String(key, StandardCharsets.UTF_8));
        if (!parts.matches()) {
            return Optional.empty();
        }
        String last = parts.group(3);
        return Optional.of(new CheckpointKey(
                Integer.parseInt(parts.group(1)),
                Long.parseLong(parts.group(2)),
                last.equals("manifest") ? MANIFEST : Integer.parseInt(last)));
    }

    public boolean isManifest() {
        return chunk == MANIFEST;
    }
}
