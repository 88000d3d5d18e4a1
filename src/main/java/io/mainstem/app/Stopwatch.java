package io.mainstem.app;

import java.util.Arrays;

/** Times something short again and again; medians, so that what else the machine does now and then does not show. */
final class Stopwatch {

    private Stopwatch() {}

    /** The median of the times of single runs, in µs, over about that many milliseconds, after one run that does not count. */
    static double medianMicros(Runnable run, int millis) {
        run.run();
        double[] micros = new double[1024];
        int n = 0;
        long end = System.nanoTime() + millis * 1_000_000L;
        long start = System.nanoTime();
        do {
            if (n == micros.length) {
                micros = Arrays.copyOf(micros, 2 * n);
                start = System.nanoTime();
            }
            run.run();
            long now = System.nanoTime();
            micros[n++] = (now - start) / 1e3;
            start = now;
        } while (start < end);
        return median(Arrays.copyOf(micros, n));
    }

    /** The middle one, or the mean of the middle two. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
