package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Of clusterings: {@code inertia}, the mean squared distance to the nearest centroid, and {@code simplifiedSilhouette}
 * (Hruschka et al. 2004), the mean of (b − a) / b where a is that distance and b the one to the next centroid. A
 * prediction from before a centroid was placed does not count.
 */
final class Compactness implements Fading {

    private final CompensatedSum squares = new CompensatedSum();
    private final CompensatedSum silhouettes = new CompensatedSum();
    private double rows;
    private double compared;

    @Override
    public void add(double[] outputs, int outputOffset, double[] labels, int labelOffset) {
        double distance = outputs[outputOffset + 1];
        double next = outputs[outputOffset + 2];
        if (Double.isFinite(distance)) {
            squares.add(distance * distance);
            rows++;
        }
        if (Double.isFinite(distance) && Double.isFinite(next)) {
            silhouettes.add(next == 0 ? 0 : (next - distance) / next);
            compared++;
        }
    }

    @Override
    public void report(Map<String, Double> into) {
        into.put("inertia", squares.value() / rows);
        into.put("simplifiedSilhouette", silhouettes.value() / compared);
    }

    @Override
    public void fade(double factor) {
        squares.fade(factor);
        silhouettes.fade(factor);
        rows *= factor;
        compared *= factor;
    }

    @Override
    public void merge(RunMetric other) {
        Compactness o = (Compactness) other;
        squares.merge(o.squares);
        silhouettes.merge(o.silhouettes);
        rows += o.rows;
        compared += o.compared;
    }

    @Override
    public int stateBytes() {
        return squares.stateBytes() + silhouettes.stateBytes() + 2 * Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        squares.write(out);
        silhouettes.write(out);
        out.putDouble(rows).putDouble(compared);
    }

    @Override
    public void read(ByteBuffer in) {
        squares.read(in);
        silhouettes.read(in);
        rows = in.getDouble();
        compared = in.getDouble();
    }
}
