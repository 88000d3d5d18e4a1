package io.mainstem.observe;

/** How far apart the last few of something came. Thread-safe. */
final class Gaps {

    private static final int MOST = 16;

    private final long[] gaps = new long[MOST];
    private long seen;

    synchronized void add(long gap) {
        gaps[(int) (seen++ % MOST)] = gap;
    }

    /** The mean without the longest, which may have been a pause; 0 as long as there are no two. In the unit of the gaps. */
    synchronized long usual() {
        int count = (int) Math.min(seen, MOST);
        long sum = 0;
        long longest = 0;
        for (int i = 0; i < count; i++) {
            sum += gaps[i];
            longest = Math.max(longest, gaps[i]);
        }
        return count < 2 ? 0 : (sum - longest) / (count - 1);
    }
}
