package io.mainstem.contract;

import static io.mainstem.contract.Course.LENGTH;
import static io.mainstem.contract.Course.inputs;
import static io.mainstem.contract.Course.taught;
import static io.mainstem.contract.Course.transcript;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What every subject promises. */
enum Promise {
    INPUTS_ARE_NOT_MUTATED {
        @Override
        <I> void check(Subject<I> subject, long seed) {
            List<I> given = inputs(subject, seed, 0, LENGTH);
            Instance<I> instance = subject.create(seed);
            for (I input : given) {
                instance.take(input);
                instance.says();
            }
            for (int n = 0; n < LENGTH; n++) {
                assertThat(given.get(n))
                        .as("input %d", n)
                        .usingRecursiveComparison()
                        // By itself no NaN equals another.
                        .withEqualsForType((a, b) -> Double.compare(a, b) == 0, Double.class)
                        .isEqualTo(subject.input(seed, n));
            }
        }
    },

    SAVED_AND_RESTORED_IT_GOES_ON_WITH_THE_SAME_BITS {
        @Override
        boolean concerns(Subject<?> subject) {
            return subject.isSaved();
        }

        @Override
        <I> void check(Subject<I> subject, long seed) {
            for (int split : SPLITS) {
                Form form = Form.ALL.get(split % Form.ALL.size());
                Instance<I> original = subject.create(seed);
                inputs(subject, seed, 0, split).forEach(original::take);
                // Nothing of what was there before may shine through.
                Instance<I> restored = subject.create(seed + 1);
                inputs(subject, seed + 1, 0, LENGTH).forEach(restored::take);
                restored.restore(original.save(form), form);
                assertThat(restored.save(form)).as("after %d, %s", split, form).isEqualTo(original.save(form));
                for (int n = split; n < LENGTH; n++) {
                    original.take(subject.input(seed, n));
                    restored.take(subject.input(seed, n));
                    String at = "saved after %d in %s, at input %d".formatted(split, form, n);
                    assertSame(restored.says(), original.says(), at);
                }
                assertThat(restored.save(form)).isEqualTo(original.save(form));
            }
        }
    },

    THE_STATE_HAS_ONE_SIZE {
        @Override
        boolean concerns(Subject<?> subject) {
            return subject.isSaved();
        }

        @Override
        <I> void check(Subject<I> subject, long seed) {
            int size = subject.create(seed).save(Form.WHOLE).length;
            assertThat(size).isPositive();
            for (Form form : Form.ALL) {
                assertThat(taught(subject, seed).save(form)).as("%s", form).hasSize(size);
            }
        }
    },

    SAME_SEED_SAME_RESULT {
        @Override
        <I> void check(Subject<I> subject, long seed) {
            Instance<I> one = subject.create(seed);
            // Not one after the other, so that what they should not share would show.
            Instance<I> other = subject.create(seed);
            assertThat(transcript(one, subject, seed)).isEqualTo(transcript(other, subject, seed));
            assertThat(one.save(Form.WHOLE)).isEqualTo(other.save(Form.WHOLE));
        }
    },

    OTHER_INPUT_OTHER_RESULT {
        @Override
        <I> void check(Subject<I> subject, long seed) {
            assertThat(transcript(subject.create(seed), subject, seed + 1))
                    .isNotEqualTo(transcript(subject.create(seed), subject, seed));
        }
    },

    OTHER_SEED_OTHER_RESULT {
        @Override
        boolean concerns(Subject<?> subject) {
            return subject.isSeeded();
        }

        @Override
        <I> void check(Subject<I> subject, long seed) {
            Instance<I> one = subject.create(seed);
            Instance<I> other = subject.create(seed + 1);
            assertThat(other.save(Form.WHOLE)).isNotEqualTo(one.save(Form.WHOLE));
            assertThat(transcript(other, subject, seed)).isNotEqualTo(transcript(one, subject, seed));
        }
    },

    FROM_NOTHING_NOTHING_IS_LEARNED {
        @Override
        boolean concerns(Subject<?> subject) {
            return !subject.nothings(0).isEmpty();
        }

        @Override
        <I> void check(Subject<I> subject, long seed) {
            Instance<I> spared = subject.create(seed);
            Instance<I> instance = subject.create(seed);
            for (int n = 0; n < LENGTH; n++) {
                for (I nothing : subject.nothings(seed)) {
                    byte[] before = instance.save(Form.WHOLE);
                    instance.take(nothing);
                    assertThat(instance.save(Form.WHOLE))
                            .as("before input %d", n)
                            .isEqualTo(before);
                }
                spared.take(subject.input(seed, n));
                instance.take(subject.input(seed, n));
                // There may be more to an instance than it saves.
                assertSame(instance.says(), spared.says(), "input " + n);
            }
        }
    },

    TO_ASK_CHANGES_NOTHING {
        @Override
        <I> void check(Subject<I> subject, long seed) {
            Instance<I> silent = taught(subject, seed);
            Instance<I> asked = subject.create(seed);
            transcript(asked, subject, seed);
            assertThat(asked.save(Form.WHOLE)).isEqualTo(silent.save(Form.WHOLE));
            assertThat(asked.says()).isEqualTo(silent.says()).isEqualTo(silent.says());
        }
    },

    NOTHING_IS_ALLOCATED_IN_THE_LONG_RUN {
        @Override
        <I> void check(Subject<I> subject, long seed) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            List<I> inputs = inputs(subject, seed, 0, LENGTH);
            Instance<I> instance = subject.create(seed);
            for (int i = 0; i < WARM_UP; i++) {
                instance.take(inputs.get(i % LENGTH));
            }
            // The virtual machine itself now and then leaves some; what an input takes is in all rounds.
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS && least >= ROUND; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < ROUND; i++) {
                    instance.take(inputs.get(i % LENGTH));
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).as("bytes for %d inputs", ROUND).isLessThan((1 + subject.allowance()) * ROUND);
        }
    },

    WHAT_IT_SEES_OFTEN_IT_LEARNS {
        @Override
        boolean concerns(Subject<?> subject) {
            return subject.lesson(0).isPresent();
        }

        @Override
        <I> void check(Subject<I> subject, long seed) {
            I lesson = subject.lesson(seed).orElseThrow();
            Instance<I> instance = subject.create(seed);
            instance.take(lesson);
            double first = instance.loss();
            for (int i = 0; i < 200; i++) {
                instance.take(lesson);
            }
            assertThat(instance.loss()).isLessThan(first);
        }
    },

    FROM_WHATEVER_COMES_IT_RECOVERS {
        @Override
        boolean concerns(Subject<?> subject) {
            return subject.lesson(0).isPresent() && !subject.trials(0).isEmpty();
        }

        @Override
        <I> void check(Subject<I> subject, long seed) {
            I lesson = subject.lesson(seed).orElseThrow();
            Instance<I> instance = subject.create(seed);
            instance.take(lesson);
            double first = instance.loss();
            List<List<I>> trials = subject.trials(seed);
            for (int trial = 0; trial < trials.size(); trial++) {
                trials.get(trial).forEach(instance::take);
                for (int i = 0; i < 10; i++) {
                    instance.take(lesson);
                    assertThat(instance.loss())
                            .as("at %d after trial %d", i, trial)
                            .isNotNaN();
                }
            }
            for (int i = 0; i < 2000; i++) {
                instance.take(lesson);
            }
            assertThat(instance.loss()).isLessThan(first);
        }
    };

    private static final List<Integer> SPLITS = List.of(0, 1, 6, 7, 8, 11);
    private static final int WARM_UP = 700;
    private static final int ROUND = 10 * LENGTH;
    private static final int ROUNDS = 5;

    boolean concerns(Subject<?> subject) {
        return true;
    }

    /** Throws what broke it. */
    abstract <I> void check(Subject<I> subject, long seed);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Shows what differs, and not all that does not. */
    private static void assertSame(Map<String, Object> actual, Map<String, Object> expected, String at) {
        assertThat(actual).as(at).containsOnlyKeys(expected.keySet());
        for (String name : expected.keySet()) {
            assertThat(actual.get(name)).as("%s: %s", at, name).isEqualTo(expected.get(name));
        }
    }
}
