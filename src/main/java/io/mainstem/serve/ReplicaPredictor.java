package io.mainstem.serve;

import io.mainstem.encode.RawFeatures;
import io.mainstem.event.Event;
import io.mainstem.event.PredictionWriter;
import io.mainstem.learn.ModelCopy;
import io.mainstem.learn.Predictor;
import io.mainstem.spec.LearnerSpec;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Predicts by the copies of one replica's model. There are two of its network: while one takes up a newer copy, the other
 * answers. Thread-safe.
 */
final class ReplicaPredictor {

    private static final class Side {
        private final Predictor predictor;
        private final PredictionWriter writer;
        private volatile @Nullable ModelCopy holds;

        Side(LearnerSpec spec) {
            predictor = new Predictor(spec);
            writer = new PredictionWriter(spec);
        }

        synchronized void take(ModelCopy copy) {
            predictor.take(copy);
            holds = copy;
        }

        synchronized byte[] predict(Event event, RawFeatures features) {
            return writer.write(predictor.predict(event, features));
        }
    }

    private final ReentrantLock renewal = new ReentrantLock();
    private volatile Side front;
    private Side back;

    ReplicaPredictor(LearnerSpec spec) {
        front = new Side(spec);
        back = new Side(spec);
    }

    /** The record of its prediction, by that copy of the model, or by the one before while it is being taken up. */
    byte[] predict(Event event, RawFeatures features, ModelCopy copy) {
        if (front.holds == null) {
            renewal.lock();
            renew(copy);
        } else if (front.holds != copy && renewal.tryLock()) {
            renew(copy);
        }
        return front.predict(event, features);
    }

    /** Holds the lock, and lets it go. */
    private void renew(ModelCopy copy) {
        try {
            ModelCopy held = front.holds;
            if (held != copy) {
                Side next = back;
                next.take(copy);
                back = front;
                front = next;
            }
        } finally {
            renewal.unlock();
        }
    }
}
