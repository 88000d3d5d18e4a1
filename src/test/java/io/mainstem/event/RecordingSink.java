package io.mainstem.event;

import io.mainstem.spec.FeatureSpec;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is handed, a line a call. */
final class RecordingSink implements FeatureSink {

    private final List<FeatureSpec> features;
    private final List<String> lines = new ArrayList<>();

    RecordingSink(List<FeatureSpec> features) {
        this.features = features;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void begin() {
        lines.clear();
    }

    @Override
    public void number(int feature, double value) {
        add(feature, " = " + value);
    }

    @Override
    public void category(int feature, char[] text, int offset, int length) {
        add(feature, " is " + new String(text, offset, length));
    }

    @Override
    public void bag(int feature) {
        add(feature, " {}");
    }

    @Override
    public void bagItem(int feature, char[] text, int offset, int length, double weight) {
        add(feature, " + " + weight + " " + new String(text, offset, length));
    }

    @Override
    public void text(int feature, char[] text, int offset, int length) {
        add(feature, " says " + new String(text, offset, length));
    }

    @Override
    public void vector(int feature) {
        add(feature, " []");
    }

    @Override
    public void vectorElement(int feature, int index, double value) {
        add(feature, "[" + index + "] = " + value);
    }

    private void add(int feature, String what) {
        lines.add(features.get(feature).name() + what);
    }
}
