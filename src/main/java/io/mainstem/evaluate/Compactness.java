package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Of clusterings: {@code inertia}, the mean squared distance to the nearest centroid, and {@code simplifiedSilhouette}
 * (Hruschka et al. 2004), the mean of (b − a) / b where a is that distance and b the one to the next centroid. A
 * prediction from before a centroid was placed does not count.
 */
final class Compactness implements RunMetric {

    private final CompensatedSum squares = new CompensatedSum();
    private final CompensatedSum silhouettes = new CompensatedSum();
    private long rows;
    private long compared;

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
    public void merge(RunMetric other) {
        Compactness o = (Compactness) other;
        squares.merge(o.squares);
        silhouettes.merge(o.silhouettes);
        rows += o.rows;
        compared += o.compared;
    }

    @Override
    public int stateBytes() {
        return squares.stateBytes() + silhouettes.stateBytes() + 2 * Long.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        squares.write(out);
        silhouettes.write(out);
        out.putLong(rows).putLong(compared);
    }

    @Override
    public void read(ByteBuffer in) {
        squares.read(in);
        silhouettes.read(in);
        rows = in.getLong();
        compared = in.getLong();
    }
}
