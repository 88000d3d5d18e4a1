package io.mainstem.observe;

import java.util.ArrayList;
import java.util.List;

/**
 * What was said one after the other, in bounded memory: as it grows, fewer of it are kept, evenly over all of it, and the
 * newest. Not thread-safe.
 */
public final class Course<T> {

    private final int most;
    private final List<T> kept = new ArrayList<>();
    private int stride = 1;
    private long seen;

    /**
     * Nothing yet.
     *
     * @param most that are kept, at least 4
     */
    public Course(int most) {
        this.most = most;
    }

    public void add(T next) {
        if (seen > 0 && (seen - 1) % stride != 0) {
            kept.remove(kept.size() - 1);
        }
        kept.add(next);
        boolean stays = seen++ % stride == 0;
        if (stays && kept.size() >= most) {
            thin();
        }
    }

    /** Keeps every second of those that stay, and the newest. */
    private void thin() {
        List<T> all = List.copyOf(kept);
        kept.clear();
        for (int i = 0; i < all.size(); i += 2) {
            kept.add(all.get(i));
        }
        if (all.size() % 2 == 0) {
            kept.add(all.get(all.size() - 1));
        }
        stride *= 2;
    }

    /** The oldest first. */
    public List<T> all() {
        return List.copyOf(kept);
    }
}
