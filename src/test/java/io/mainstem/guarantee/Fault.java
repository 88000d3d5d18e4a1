package io.mainstem.guarantee;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Something that is done to an instance.
 *
 * @param afterEvents how many events the learners commit after the fault before, until it is time for this one
 * @param millis and then so much more
 * @param victim from 0 to 1: chooses among the instances
 */
record Fault(Kind kind, int afterEvents, int millis, double victim) {

    enum Kind {
        /** SIGKILL at work: in a record, a commit, a checkpoint. */
        KILL,
        /** SIGKILL to the one that was killed last, while it starts: at any moment from its first to its first records. */
        KILL_STARTING,
        /** SIGSTOP for longer than its session and its transaction last, and then SIGCONT. */
        STOP
    }

    private static final double STARTING = 0.3;
    private static final int MOST_EVENTS = 120;
    private static final int MOST_MILLIS = 300;
    private static final int LONGEST_START_MILLIS = 3_000;

    /** One seed gives one plan; stops are spread among the kills, and it begins with a kill at work. */
    static List<Fault> plan(long seed, int kills, int stops) {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>();
        for (int kill = 1; kill < kills; kill++) {
            faults.add(
                    random.nextDouble() < STARTING
                            ? new Fault(
                                    Kind.KILL_STARTING, 0, random.nextInt(LONGEST_START_MILLIS), random.nextDouble())
                            : atWork(Kind.KILL, random));
        }
        for (int stop = 0; stop < stops; stop++) {
            faults.add(atWork(Kind.STOP, random));
        }
        Collections.shuffle(faults, random);
        if (kills > 0) {
            faults.add(0, atWork(Kind.KILL, random));
        }
        return List.copyOf(faults);
    }

    private static Fault atWork(Kind kind, Random random) {
        return new Fault(kind, random.nextInt(MOST_EVENTS), random.nextInt(MOST_MILLIS), random.nextDouble());
    }
}
