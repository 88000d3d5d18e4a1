package io.mainstem.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mainstem.evaluate.EvaluateSubjects;
import io.mainstem.spec.DriftSpec;
import io.mainstem.spec.EpochUnit;
import io.mainstem.spec.IntervalSpec;
import io.mainstem.spec.LabelsSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.RepeatSpec;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TwinSpec;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing is forgotten: what there is, is in a subject of the contract. */
class CompletenessTest {

    /** Interfaces whose every implementation has to keep the contract. */
    private static final List<String> ROLES = List.of(
            "network.Trunk",
            "network.Head",
            "network.Loss",
            "network.Optimizer",
            "network.Balancer",
            "evaluate.Metric",
            "evaluate.Baseline",
            "evaluate.Saved");

    /** What records look like, and what becomes of late labels and of repeated events: no part of what learns. */
    private static final Set<Class<?>> OF_RECORDS = Set.of(
            EpochUnit.class,
            LabelsSpec.Early.class,
            LabelsSpec.Late.class,
            LabelsSpec.Second.class,
            RepeatSpec.Policy.class);

    /** How a learner judges itself, and what follows from that: tests of the learner hold it. */
    private static final Set<Class<?>> OF_JUDGING = Set.of(
            DriftSpec.Detector.class,
            DriftSpec.Reaction.None.class,
            DriftSpec.Reaction.RaiseLearningRate.class,
            DriftSpec.Reaction.ResetHead.class,
            IntervalSpec.None.class,
            IntervalSpec.Adaptive.class,
            TwinSpec.Reaction.class);

    @Test
    void everyChoiceOfTheLearnerFileIsInASubject() {
        Set<Object> choices = Parts.choices(LearnerSpec.class);
        choices.removeIf(choice -> {
            Class<?> kind = choice instanceof Enum<?> word ? word.getDeclaringClass() : (Class<?>) choice;
            return OF_RECORDS.contains(kind) || OF_JUDGING.contains(kind);
        });
        assertNoneMissing(choices, madeInto(ContractTest.subjects()), 30);
    }

    @Test
    void everyTaskHasItsEvaluatorInASubject() {
        Set<Object> kinds = Parts.choices(TaskSpec.class);
        kinds.removeIf(choice -> !(choice instanceof Class<?> kind && TaskSpec.class.isAssignableFrom(kind)));
        assertNoneMissing(kinds, madeInto(EvaluateSubjects.evaluators()), 5);
    }

    @Test
    void everyImplementationIsInASubject() {
        Set<String> covered = madeInto(ContractTest.subjects()).stream()
                .filter(Class.class::isInstance)
                .map(part -> ((Class<?>) part).getName())
                .collect(Collectors.toSet());
        List<String> implementations = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.mainstem.encode", "io.mainstem.network", "io.mainstem.evaluate")
                        .stream()
                        .filter(type ->
                                !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .filter(type -> hasARole(type) || isSaved(type))
                        .map(JavaClass::getName)
                        .toList();
        assertNoneMissing(implementations, covered, 40);
    }

    /** Of at least so many: where nothing is looked at, nothing is missing. */
    private static void assertNoneMissing(Collection<?> wanted, Set<?> covered, int atLeast) {
        assertThat(wanted).hasSizeGreaterThanOrEqualTo(atLeast);
        List<?> missing =
                wanted.stream().filter(each -> !covered.contains(each)).toList();
        assertThat(missing).as("in no subject of the contract").isEmpty();
    }

    private static boolean hasARole(JavaClass type) {
        return ROLES.stream().anyMatch(role -> type.isAssignableTo("io.mainstem." + role));
    }

    private static boolean isSaved(JavaClass type) {
        return type.tryGetMethod("write", ByteBuffer.class).isPresent();
    }

    private static Set<Object> madeInto(Stream<Subject<?>> subjects) {
        return Parts.madeInto(
                subjects.flatMap(subject -> subject.create(1).madeOf().stream()).toList());
    }
}
