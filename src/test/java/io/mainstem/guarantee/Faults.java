package io.mainstem.guarantee;

import io.mainstem.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Does to running instances what a plan says, and starts again what it killed. */
final class Faults {

    /** One choice in so many falls on any instance, the others on one that has partitions. */
    private static final double ANYONE = 0.1;

    /** A takeover alone may take 20 s of it, a crowded machine the rest. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Group group;
    private final List<Instance> instances;
    private final Duration stop;
    private final List<String> journal = new ArrayList<>();
    private final long start = System.nanoTime();
    private @Nullable Instance killedLast;
    private @Nullable Instance zombie;
    private long committed;

    /**
     * Nothing done yet.
     *
     * @param stop how long one stands still at least: longer than its session and its transaction last
     */
    Faults(Group group, List<Instance> instances, Duration stop) {
        this.group = group;
        this.instances = instances;
        this.stop = stop;
    }

    void happen(Fault fault) throws Exception {
        if (fault.kind() == Fault.Kind.KILL_STARTING && killedLast != null) {
            Thread.sleep(fault.millis());
            kill(fault, killedLast);
            return;
        }
        awaitCommitted(committed + fault.afterEvents());
        Thread.sleep(fault.millis());
        if (fault.kind() == Fault.Kind.STOP) {
            // One that still starts would not be missed by anybody.
            awaitHolds("an instance is at work", () -> !atWork().isEmpty());
            List<Instance> atWork = atWork();
            stop(atWork.get((int) (fault.victim() * atWork.size())));
        } else {
            kill(fault, choose(fault.victim()));
        }
    }

    private void kill(Fault fault, Instance victim) throws Exception {
        committed = group.allCommitted();
        note(fault.kind() + " " + victim.name() + ", committed " + committed);
        requireAlive(victim);
        victim.kill();
        victim.start();
        killedLast = victim;
    }

    private void stop(Instance victim) throws Exception {
        Set<Integer> its = group.partitionsOf(victim);
        Map<Integer, Long> before = group.committed();
        note("STOP " + victim.name() + ", which has " + its + ", committed " + before);
        long stopped = System.nanoTime();
        victim.pause();
        try {
            awaitHolds("another takes over " + its + " of " + victim.name(), () -> {
                Map<Integer, Long> now = group.committed();
                // Of what was on its way when it was stopped, one more commit may still have come through.
                return System.nanoTime() - stopped > stop.toNanos()
                        && its.stream().allMatch(p -> now.getOrDefault(p, 0L) > before.getOrDefault(p, 0L));
            });
            note("taken over");
        } finally {
            zombie = victim;
            victim.resume();
        }
        awaitHolds("the zombie " + victim.name() + " is fenced", () -> !victim.isAlive() || victim.said(" let go "));
        awaitHolds("the zombie " + victim.name() + " is back", () -> !victim.isAlive() || group.isMember(victim));
        zombie = null;
        if (victim.isAlive()) {
            note(victim.name() + " is back");
        } else {
            note(victim.name() + " ended by itself");
            victim.start();
        }
        committed = group.allCommitted();
    }

    /** Returns when the learners have committed so many events. */
    void awaitCommitted(long events) throws Exception {
        awaitHolds(events + " events are committed", () -> group.allCommitted() >= events);
    }

    /** Returns when all is committed, and each partition is with an instance that has it in this life and can tell of it. */
    void awaitDone() throws Exception {
        awaitHolds("all is committed", group::isDone);
        // The last kill may have come when there was nothing left to do: whoever is ended while it starts has no
        // weights to tell.
        awaitHolds("each partition is at work", this::areAllAtWork);
    }

    private boolean areAllAtWork() throws Exception {
        int atWork = 0;
        for (Instance instance : instances) {
            for (int partition : group.partitionsOf(instance)) {
                String its = "partition " + partition + ": ";
                atWork += instance.said(its + "restored ") || instance.said(its + "starts untrained") ? 1 : 0;
            }
        }
        return atWork == group.partitions();
    }

    private void awaitHolds(String what, Callable<Boolean> condition) throws Exception {
        Eventually.holds(
                what,
                PATIENCE,
                () -> {
                    boolean holds = condition.call();
                    if (!holds) {
                        instances.stream().filter(i -> i != zombie).forEach(Faults::requireAlive);
                    }
                    return holds;
                },
                () -> "");
    }

    /** Those that have partitions, and have them in this life. */
    private List<Instance> atWork() throws Exception {
        List<Instance> atWork = new ArrayList<>();
        for (Instance instance : instances) {
            boolean took = instance.said(" restored ") || instance.said(" starts untrained");
            if (took && !group.partitionsOf(instance).isEmpty()) {
                atWork.add(instance);
            }
        }
        return atWork;
    }

    private Instance choose(double draw) throws Exception {
        List<Instance> busy = new ArrayList<>();
        for (Instance instance : instances) {
            if (!group.partitionsOf(instance).isEmpty()) {
                busy.add(instance);
            }
        }
        if (draw < ANYONE || busy.isEmpty()) {
            return instances.get((int) (draw * 1_000) % instances.size());
        }
        return busy.get((int) ((draw - ANYONE) / (1 - ANYONE) * busy.size()));
    }

    private static void requireAlive(Instance instance) {
        if (!instance.isAlive()) {
            throw new AssertionError(instance.name() + " ended by itself");
        }
    }

    private void note(String what) {
        journal.add("%.1f s: %s".formatted((System.nanoTime() - start) / 1e9, what));
    }

    /** What was done, and when. */
    List<String> journal() {
        return List.copyOf(journal);
    }
}
