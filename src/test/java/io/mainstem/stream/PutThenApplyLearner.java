package io.mainstem.stream;

import io.mainstem.learn.Learner;
import io.mainstem.spec.LearnerSpec;

/**
 * A {@link TinyCacheLearner} with a bug: it marks the state as changed before it changes it. An eviction inside the put
 * then sends the state as it was before the record, and nothing sends it again until the next one; so the record before
 * a commit is lost with whoever commits it.
 */
public final class PutThenApplyLearner {

    private PutThenApplyLearner() {}

    public static void main(String[] args) throws Exception {
        TinyCacheLearner.run(args, PutThenApply::new);
    }

    private static final class PutThenApply extends TinyCacheLearner.WithoutCache {

        PutThenApply(LearnerSpec spec, Nodes nodes) {
            super(spec, nodes);
        }

        @Override
        void take(Learner live, Decoded decoded, long offset) {
            for (int block = 0; block < live.state().blocks(); block++) {
                mark(block);
            }
            int waiting = live.waiting();
            long batches = live.batches();
            apply(live, decoded, offset);
            putExamples(live, live.batches() > batches ? 0 : waiting);
        }
    }
}
