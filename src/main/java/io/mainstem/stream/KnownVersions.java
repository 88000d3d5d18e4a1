package io.mainstem.stream;

import io.mainstem.event.CheckpointKey;
import io.mainstem.event.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which versions of which replicas a topic has, for a message. */
public final class KnownVersions {

    private final Map<Integer, NavigableSet<Long>> byReplica = new TreeMap<>();

    /** Those of a list. */
    public static KnownVersions of(List<StoredCheckpoint> all) {
        KnownVersions known = new KnownVersions();
        for (StoredCheckpoint each : all) {
            ModelVersion model = each.manifest().model();
            known.take(new CheckpointKey(model.replica(), model.version(), CheckpointKey.MANIFEST), false);
        }
        return known;
    }

    /** Takes note of a manifest's key, whose record may be one that deletes it. */
    void take(CheckpointKey key, boolean deletes) {
        NavigableSet<Long> versions = byReplica.computeIfAbsent(key.replica(), replica -> new TreeSet<>());
        if (deletes) {
            versions.remove(key.version());
        } else {
            versions.add(key.version());
        }
    }

    /** Such as {@code replica 0 has versions 3 to 12, 14}. */
    public String text() {
        List<String> replicas = new ArrayList<>();
        byReplica.forEach((replica, versions) -> {
            if (!versions.isEmpty()) {
                replicas.add("replica " + replica + " has " + (versions.size() == 1 ? "version " : "versions ")
                        + ranges(versions));
            }
        });
        return replicas.isEmpty() ? "there are none yet" : String.join("; ", replicas);
    }

    private static String ranges(NavigableSet<Long> versions) {
        List<String> ranges = new ArrayList<>();
        long from = versions.first();
        long to = from;
        for (long version : versions.tailSet(from, false)) {
            if (version > to + 1) {
                ranges.add(range(from, to));
                from = version;
            }
            to = version;
        }
        ranges.add(range(from, to));
        return String.join(", ", ranges);
    }

    private static String range(long from, long to) {
        return from == to ? String.valueOf(from) : from + (to == from + 1 ? ", " : " to ") + to;
    }
}
