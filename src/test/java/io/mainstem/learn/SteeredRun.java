package io.mainstem.learn;

import io.mainstem.event.Command;
import io.mainstem.event.CommandAnswer;
import io.mainstem.event.Drift;
import io.mainstem.event.Prediction;
import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.LearnerSpec;
import java.util.ArrayList;
import java.util.List;

/** A learner that is told commands, with the versions that it has made; for tests. */
public final class SteeredRun implements LearnerOutput {

    public final LearnerRun run;
    /** From version 1 on. */
    final List<SavedLearner> versions = new ArrayList<>();

    private long commands;

    public SteeredRun(LearnerSpec spec) {
        this(new LearnerRun(spec));
    }

    SteeredRun(LearnerRun run) {
        this.run = run;
        run.also = this;
    }

    public SteeredRun take(List<byte[]> events) {
        run.take(events);
        return this;
    }

    public CommandAnswer tell(Command command) {
        return run.learner.apply(
                command,
                commands++,
                rollback -> {
                    if (rollback.version() > versions.size()) {
                        throw new UnavailableVersionException("gone");
                    }
                    return versions.get((int) rollback.version() - 1).blocks();
                },
                run);
    }

    @Override
    public void prediction(Prediction prediction) {}

    @Override
    public void refused(Refusal refusal) {}

    @Override
    public void metrics(TaskMetrics metrics) {}

    @Override
    public void drift(Drift drift) {}

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        versions.add(SavedLearner.of(run.learner));
    }
}
