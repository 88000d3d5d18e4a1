package io.mainstem.learn;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In what two learner files differ as far as it shapes the state, for a message; of their {@link StateLayout#parts}. */
public final class LayoutDifferences {

    private static final int MOST_NAMED = 3;

    private final Map<String, String> saved;
    private final Map<String, String> own;

    /**
     * Of a saved state and of this learner.
     *
     * @param saved empty where nothing is known
     */
    public LayoutDifferences(Map<String, String> saved, Map<String, String> own) {
        this.saved = saved;
        this.own = own;
    }

    /** In features and trunk; empty where there is none, or none is known. */
    public String shared() {
        return text(true);
    }

    /** In anything. */
    public String all() {
        return text(false);
    }

    private String text(boolean sharedOnly) {
        if (saved.isEmpty() || own.isEmpty()) {
            return "";
        }
        Set<String> parts = new LinkedHashSet<>(saved.keySet());
        parts.addAll(own.keySet());
        List<String> found = new ArrayList<>();
        for (String part : parts) {
            boolean counts = !sharedOnly || part.startsWith(StateLayout.FEATURES) || part.equals(StateLayout.TRUNK);
            String there = saved.get(part);
            String here = own.get(part);
            if (!counts || (there != null && there.equals(here))) {
                continue;
            }
            found.add(
                    there == null
                            ? part + " is not in it"
                            : here == null
                                    ? part + " is in it, and not in the learner file"
                                    : part + " is " + there + " in it, and " + here + " in the learner file");
        }
        if (found.isEmpty()) {
            return features(saved).equals(features(own)) ? "" : "the features are in another order";
        }
        int more = found.size() - MOST_NAMED;
        return String.join("; ", found.subList(0, Math.min(found.size(), MOST_NAMED)))
                + (more > 0 ? "; and " + more + " more" : "");
    }

    private static List<String> features(Map<String, String> parts) {
        return parts.keySet().stream()
                .filter(part -> part.startsWith(StateLayout.FEATURES))
                .toList();
    }
}
