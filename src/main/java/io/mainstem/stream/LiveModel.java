package io.mainstem.stream;

import io.mainstem.learn.Learner;
import io.mainstem.learn.ModelCopy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The model of a partition's learner as others may have it: copies, made by the learner's own thread between two records,
 * when somebody wants one, and when the stream rests. Copying takes a twentieth of the thread's time at most. Whoever
 * reads waits at times; the learner never does.
 */
public final class LiveModel {

    private static final long LEAST_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

    /** So many times as long as copying takes is learned at least, before the next copy. */
    private static final int SHARE = 20;

    /** How long a reader waits for a newer copy than an old one; longer than it takes a stream to be known to rest. */
    private static final long PATIENCE_MILLIS = 1000;

    /** A copy as old as that is good enough: a commit can hold up the learner's thread, and should hold up nobody else. */
    private static final long GOOD_ENOUGH = TimeUnit.SECONDS.toNanos(1);

    /** Records that the learner has taken. */
    private final AtomicLong records = new AtomicLong();

    private volatile ModelCopy copy;
    private volatile long copiedAt;
    private volatile long interval = LEAST_INTERVAL;
    private volatile boolean wanted;

    /** The learner is held up, and will be a while: whoever asks next need not wait as well. */
    private volatile @Nullable ModelCopy waitedInVain;

    LiveModel(Learner learner) {
        records.lazySet(learner.records());
        copiedAt = System.nanoTime();
        copy = learner.copy();
    }

    /** The learner's thread calls it after each record. */
    void took(Learner learner) {
        records.lazySet(learner.records());
        if (wanted && System.nanoTime() - copiedAt >= interval) {
            publish(learner);
        }
    }

    /** The learner's thread calls it now and then. */
    void rests(Learner learner, boolean forLong) {
        if ((forLong || wanted) && copy.records() != learner.records()) {
            publish(learner);
        }
    }

    private void publish(Learner learner) {
        wanted = false;
        long start = System.nanoTime();
        ModelCopy now = learner.copy();
        long end = System.nanoTime();
        interval = Math.max(LEAST_INTERVAL, SHARE * (end - start));
        copiedAt = end;
        synchronized (this) {
            copy = now;
            notifyAll();
        }
    }

    /** Whether the learner has taken no record since that copy. */
    public boolean isNewest(ModelCopy one) {
        return one.records() == records.get();
    }

    /** How old the newest copy is, in nanoseconds; 0 where the learner has taken no record since. */
    public long age() {
        return isNewest(copy) ? 0 : System.nanoTime() - copiedAt;
    }

    /**
     * The model as it is, or as it was a moment ago: while records come in, a tenth of a second, or what copying a large
     * model needs; up to a second where the learner is held up. Waits up to a second if the last copy is older,
     * and nobody has waited in vain for a newer one.
     */
    public ModelCopy recent() throws InterruptedException {
        ModelCopy found = copy;
        if (isNewest(found)) {
            return found;
        }
        wanted = true;
        if (found == waitedInVain) {
            return found;
        }
        if (System.nanoTime() - copiedAt <= Math.max(GOOD_ENOUGH, 2 * interval)) {
            return found;
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        synchronized (this) {
            while (copy == found) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    waitedInVain = found;
                    break;
                }
                wait(left);
            }
            return copy;
        }
    }
}
