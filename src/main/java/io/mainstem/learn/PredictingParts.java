package io.mainstem.learn;

import io.mainstem.encode.Encoder;
import io.mainstem.encode.TargetScaler;
import io.mainstem.network.NetworkState;
import io.mainstem.network.StateArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The part of a learner's state that its predictions are made of, always in the same order. */
final class PredictingParts {

    private final List<StateArray> arrays = new ArrayList<>();

    PredictingParts(Encoder encoder, TargetScaler targets, int tasks, NetworkState network, Regions regions) {
        arrays.add(new WholePart("encoder", encoder.stateBytes(), encoder::write, encoder::read));
        for (int t = 0; t < tasks; t++) {
            int task = t;
            arrays.add(new WholePart(
                    "targets." + t,
                    targets.stateBytes(t),
                    out -> targets.write(task, out),
                    in -> targets.read(task, in)));
        }
        arrays.addAll(network.shared().weights());
        arrays.addAll(network.crossing().weights());
        network.tasks().forEach(task -> arrays.addAll(task.weights()));
        for (int t = 0; t < tasks; t++) {
            WholePart part = regions.part(t);
            if (part != null) {
                arrays.add(part);
            }
        }
    }

    List<byte[]> copy() {
        List<byte[]> copies = new ArrayList<>(arrays.size());
        for (StateArray array : arrays) {
            byte[] copy = new byte[array.bytes()];
            array.write(0, copy.length, buffer(copy));
            copies.add(copy);
        }
        return copies;
    }

    /** Takes up what the same parts of another learner of the same file were. */
    void take(List<byte[]> copies) {
        if (copies.size() != arrays.size()) {
            throw new IllegalArgumentException(
                    "a copy of " + copies.size() + " parts does not fit a model of " + arrays.size());
        }
        for (int a = 0; a < copies.size(); a++) {
            byte[] copy = copies.get(a);
            if (copy.length != arrays.get(a).bytes()) {
                throw new IllegalArgumentException(
                        arrays.get(a).name() + " has " + arrays.get(a).bytes() + " bytes, the copy " + copy.length);
            }
            arrays.get(a).read(0, copy.length, buffer(copy));
        }
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
