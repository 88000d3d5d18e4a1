package io.mainstem.learn;

import io.mainstem.spec.LearnerSpec;
import java.util.ArrayList;
import java.util.List;

/** A learner's state as whoever keeps it has it; for tests. */
record SavedLearner(List<byte[]> blocks, List<byte[]> examples) {

    static SavedLearner of(Learner learner) {
        List<byte[]> blocks = new ArrayList<>();
        for (int block = 0; block < learner.state().blocks(); block++) {
            byte[] record = new byte[learner.state().size(block)];
            learner.state().write(block, record);
            blocks.add(record);
        }
        List<byte[]> examples = new ArrayList<>();
        for (int slot = 0; slot < learner.waiting(); slot++) {
            examples.add(learner.waitingExample(slot));
        }
        return new SavedLearner(blocks, examples);
    }

    Restored into(Learner fresh) {
        return fresh.restore(blocks::get, examples::get);
    }

    Learner restored(LearnerSpec spec) {
        Learner learner = new Learner(spec, 0);
        into(learner);
        return learner;
    }
}
