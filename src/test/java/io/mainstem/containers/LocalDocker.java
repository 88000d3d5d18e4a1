package io.mainstem.containers;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * The Docker of this machine. Without it, or without images to make containers of, the tests that need it are skipped,
 * unless {@code -Dmainstem.docker=required} says that it must be there.
 */
final class LocalDocker implements ExecutionCondition {

    private record Findings(@Nullable Images images, String absence) {}

    private static @Nullable Findings findings;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Findings found = look();
        return found.images() != null || isRequired()
                ? ConditionEvaluationResult.enabled("")
                : ConditionEvaluationResult.disabled(found.absence());
    }

    static Images images() {
        Findings found = look();
        assertThat(found.images())
                .as(found.absence() + " (-Dmainstem.docker=required)")
                .isNotNull();
        return requireNonNull(found.images());
    }

    private static boolean isRequired() {
        return "required".equals(System.getProperty("mainstem.docker"));
    }

    /** Once; what is not there is told in a line then. */
    private static synchronized Findings look() {
        Findings found = findings;
        if (found == null) {
            found = lookNow();
            findings = found;
            if (found.images() == null && !isRequired()) {
                System.out.println("The tests in containers are skipped: " + found.absence());
            }
        }
        return found;
    }

    private static Findings lookNow() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return new Findings(null, "no Docker answers here");
        }
        Leftovers.remove();
        try {
            Images images = Images.find();
            return new Findings(images, images == null ? Images.HOW_TO_GET : "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Findings(null, "interrupted while images were pulled");
        }
    }
}
