package io.mainstem.contract;

import io.mainstem.evaluate.EvaluateSubjects;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every promise of every subject. */
class ContractTest {

    private static final long SEED = 5;

    /** Everything that the contract holds for. */
    static Stream<Subject<?>> subjects() {
        return Stream.of(NetworkSubjects.all(), EncodeSubjects.all(), EvaluateSubjects.all())
                .flatMap(each -> each);
    }

    static Stream<Arguments> promises() {
        Stream<Arguments> all = subjects().flatMap(subject -> Arrays.stream(Promise.values())
                .filter(promise -> promise.concerns(subject))
                .map(promise -> Arguments.of(subject, promise)));
        return Stream.concat(
                all,
                NetworkSubjects.tried().map(subject -> Arguments.of(subject, Promise.FROM_WHATEVER_COMES_IT_RECOVERS)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("promises")
    void holds(Subject<?> subject, Promise promise) {
        try {
            promise.check(subject, SEED);
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError("%s: %s, seed %d".formatted(subject.name(), promise, SEED), broken);
        }
    }
}
