package io.mainstem.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A learner file that cannot be used; its message names every problem, one a line. */
public final class InvalidSpecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<SpecProblem> problems;

    InvalidSpecException(List<SpecProblem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, in the order of the file. */
    public List<SpecProblem> problems() {
        return problems;
    }

    private static String message(List<SpecProblem> problems) {
        if (problems.size() == 1) {
            return "invalid learner file: " + problems.get(0);
        }
        return problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining("", "invalid learner file, " + problems.size() + " problems:", ""));
    }
}
