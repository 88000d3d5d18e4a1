package io.mainstem.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The first inputs of a seed's stream, by which instances are compared. */
final class Course {

    static final int LENGTH = 14;

    private Course() {}

    static <I> List<I> inputs(Subject<I> subject, long seed, int from, int to) {
        List<I> inputs = new ArrayList<>();
        for (int n = from; n < to; n++) {
            inputs.add(subject.input(seed, n));
        }
        return inputs;
    }

    static <I> Instance<I> taught(Subject<I> subject, long seed) {
        Instance<I> instance = subject.create(seed);
        inputs(subject, seed, 0, LENGTH).forEach(instance::take);
        return instance;
    }

    /** What it says after each input. */
    static <I> List<Map<String, Object>> transcript(Instance<I> instance, Subject<I> subject, long seed) {
        List<Map<String, Object>> says = new ArrayList<>();
        for (I input : inputs(subject, seed, 0, LENGTH)) {
            instance.take(input);
            says.add(instance.says());
        }
        return says;
    }
}
