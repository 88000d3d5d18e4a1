package io.mainstem.spec;

import java.util.List;

/** Reads dense layers: a list of widths under one key, and the activation that follows each of them. */
final class LayersReader {

    private static final int WIDEST = 65536;

    private LayersReader() {}

    static List<LayerSpec> read(Fields fields, String key, int fewest, List<Integer> fallback) {
        List<Integer> widths = fields.optional(key)
                .flatMap(value -> value.items("a list of widths such as [64, 32]"))
                .map(items -> widths(fields, key, items, fewest))
                .orElse(fallback);
        Activation activation = fields.choice("activation", Activation.RELU);
        return widths.stream().map(width -> new LayerSpec(width, activation)).toList();
    }

    private static List<Integer> widths(Fields fields, String key, List<Value> items, int fewest) {
        if (items.size() < fewest) {
            fields.required(key).problem("needs at least %d width, found none".formatted(fewest));
        }
        return items.stream()
                .flatMap(item -> item.integer(1, WIDEST).stream())
                .map(Math::toIntExact)
                .toList();
    }
}
