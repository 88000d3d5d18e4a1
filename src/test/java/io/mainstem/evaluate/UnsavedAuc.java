package io.mainstem.evaluate;

import io.mainstem.contract.Form;
import io.mainstem.contract.Instance;
import io.mainstem.contract.Subject;
import java.util.List;
import java.util.Map;

/** The exact AUC, which is made anew for each report of a window and so is never saved. */
record UnsavedAuc() implements Subject<Rows> {

    /** More rows than the contract ever gives. */
    private static final int CAPACITY = 1 << 12;

    @Override
    public String name() {
        return "ExactRocAuc";
    }

    @Override
    public Instance<Rows> create(long seed) {
        ExactRocAuc auc = new ExactRocAuc(Rows.MULTICLASS.outputWidth(), CAPACITY);
        return new Instance<>() {
            @Override
            public void take(Rows rows) {
                rows.into(auc);
            }

            @Override
            public Map<String, Object> says() {
                return EvaluateSubjects.report(auc);
            }

            @Override
            public byte[] save(Form form) {
                return new byte[0];
            }

            @Override
            public void restore(byte[] state, Form form) {
                throw new UnsupportedOperationException("never saved");
            }

            @Override
            public List<Object> madeOf() {
                return List.of(auc);
            }
        };
    }

    @Override
    public Rows input(long seed, int n) {
        return Rows.one(Rows.MULTICLASS, seed, n);
    }

    @Override
    public boolean isSaved() {
        return false;
    }

    @Override
    public String toString() {
        return name();
    }
}
