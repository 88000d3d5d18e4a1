package io.mainstem.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a file, so that all of it is said at once. */
final class Problems {

    private final List<SpecProblem> found = new ArrayList<>();

    void add(Place place, String message) {
        found.add(new SpecProblem(place.path(), message, place.line(), place.column()));
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparingInt(SpecProblem::line).thenComparingInt(SpecProblem::column));
            throw new InvalidSpecException(found);
        }
    }
}
