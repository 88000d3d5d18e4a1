package io.mainstem.network;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** One parameter as a part of the state: its values, and what the optimiser keeps for it. */
final class SavedParameter {

    private final Parameter parameter;
    private final StateArray values;
    private final StateArray[] moments;
    private final StateArray counts;
    private final int denseBytes;
    private final int rowBytes;

    SavedParameter(Parameter parameter, ParameterState state, List<String> momentNames) {
        this.parameter = parameter;
        values = new FloatState(parameter.name(), List.of(parameter.values().floats()));
        moments = new StateArray[momentNames.size()];
        for (int m = 0; m < moments.length; m++) {
            List<FloatBuffer> pieces = new ArrayList<>();
            for (float[][] piece : state.moments()) {
                pieces.add(FloatBuffer.wrap(piece[m]));
            }
            moments[m] = new FloatState("optimizer." + momentNames.get(m) + "." + parameter.name(), pieces);
        }
        counts = new CountState("optimizer.steps." + parameter.name(), List.of(state.count(), state.rowCounts()));
        denseBytes = parameter.gradient().length() * Float.BYTES;
        rowBytes = parameter.values().columns() * Float.BYTES;
    }

    Parameter parameter() {
        return parameter;
    }

    StateArray values() {
        return values;
    }

    List<StateArray> optimizer() {
        List<StateArray> arrays = new ArrayList<>(List.of(moments));
        arrays.add(counts);
        return arrays;
    }

    /** Tells what the last step changed, if it reached the parameter: the dense numbers, and the sparse rows in use. */
    void changes(StateChanges to) {
        if (!parameter.reached()) {
            return;
        }
        numbers(0, denseBytes, to);
        to.changed(counts, 0, Long.BYTES);
        SparseRows sparse = parameter.sparse();
        for (int s = 0; sparse != null && s < sparse.used(); s++) {
            int row = sparse.row(s);
            numbers(denseBytes + row * rowBytes, rowBytes, to);
            to.changed(counts, (1 + row) * Long.BYTES, Long.BYTES);
        }
    }

    private void numbers(int offset, int length, StateChanges to) {
        if (length > 0) {
            to.changed(values, offset, length);
            for (StateArray moment : moments) {
                to.changed(moment, offset, length);
            }
        }
    }
}
