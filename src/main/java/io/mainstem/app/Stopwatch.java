package io.mainstem.app;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * Times something short again and again, by the thread's own CPU time: on a busy machine the wall clock counts the others'
 * turns too, and the more of them the longer the thing is, which would distort ratios.
 */
final class Stopwatch {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Nanoseconds between two looks at the clock, at least: a look costs about half a microsecond. */
    private static final long SAMPLE = 200_000;

    private Stopwatch() {}

    /** The median of a run's time, in µs, over about that many milliseconds, after one run that does not count. */
    static double medianMicros(Runnable run, int millis) {
        run.run();
        double[] micros = new double[1024];
        int samples = 0;
        int runs = 1;
        long start = THREADS.getCurrentThreadCpuTime();
        long end = start + millis * 1_000_000L;
        while (samples == 0 || start < end) {
            for (int i = 0; i < runs; i++) {
                run.run();
            }
            long now = THREADS.getCurrentThreadCpuTime();
            if (now - start < SAMPLE) {
                runs *= 2;
            } else {
                if (samples == micros.length) {
                    micros = Arrays.copyOf(micros, 2 * samples);
                }
                micros[samples++] = (now - start) / 1e3 / runs;
            }
            start = THREADS.getCurrentThreadCpuTime();
        }
        return median(Arrays.copyOf(micros, samples));
    }

    /** The middle one, or the mean of the middle two. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
