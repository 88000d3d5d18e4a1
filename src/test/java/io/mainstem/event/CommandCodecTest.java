package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandCodecTest {

    static List<Command> commands() {
        return List.of(
                new Command.Pause("1"),
                new Command.Resume(null),
                new Command.Rollback("3", 12, Map.of()),
                new Command.Rollback(null, 12, Map.of(0, 1234L, 11, 0L)),
                new Command.SetLearningRate("5", 0.01),
                new Command.SetLearningRate("6", Double.NaN),
                new Command.ResetHead("7", "größe"),
                new Command.FreezeTrunk("8"),
                new Command.UnfreezeTrunk("9"));
    }

    static Stream<CommandAnswer> answers() {
        ModelVersion model = new ModelVersion(2, 1, 13, 1200);
        return Stream.of(
                new CommandAnswer(
                        "7",
                        "rollback",
                        model,
                        1500,
                        null,
                        Map.of("events-2", 19_399L, "control-2", 0L),
                        new Steering(true, true, 0.01, 32, 5)),
                new CommandAnswer(
                        null, null, model, Event.NO_TIME, "command: expected a string", Map.of(), Steering.NONE));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void comesBackAsItWas(Command command) throws InvalidRecordException {
        assertThat(CommandCodec.read(CommandCodec.write(command))).isEqualTo(command);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerComesBackAsItWas(CommandAnswer answer) throws InvalidRecordException {
        assertThat(CommandAnswerCodec.read(CommandAnswerCodec.write(answer))).contains(answer);
    }

    @Test
    void metricsAreNoAnswer() throws InvalidRecordException {
        assertThat(CommandAnswerCodec.read(TaskMetricsCodec.write(TaskMetricsCodecTest.metrics(0))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nonsense                                         | NOT_JSON        | expected
                    {"id":"1"}                                       | MISSING_FIELD   | command: expected a string, found none
                    {"command":"stop"}                               | UNKNOWN_COMMAND | expected one of pause, resume
                    {"command":7}                                    | WRONG_TYPE      | command: expected a string
                    {"id":7,"command":"pause"}                       | WRONG_TYPE      | id: expected a string
                    {"command":"rollback"}                           | MISSING_FIELD   | version: expected an integer
                    {"command":"rollback","version":0}               | OUT_OF_RANGE    | version: expected an integer from 1 on
                    {"command":"rollback","version":1.5}             | WRONG_TYPE      | version: expected an integer
                    {"command":"rollback","version":1,"begins":{"0":-1}} | OUT_OF_RANGE | begins: expected offsets
                    {"command":"rollback","version":1,"begins":{"x":1}}  | OUT_OF_RANGE | begins: expected offsets
                    {"command":"setLearningRate"}                    | MISSING_FIELD   | learningRate: expected a number, found none
                    {"command":"setLearningRate","learningRate":0}   | OUT_OF_RANGE    | learningRate: expected a number above 0
                    {"command":"setLearningRate","learningRate":1e99} | OUT_OF_RANGE   | learningRate: expected a number above 0
                    {"command":"setLearningRate","learningRate":"1"} | WRONG_TYPE      | learningRate: expected a number
                    {"command":"resetHead"}                          | MISSING_FIELD   | task: expected a string
                    """)
    void saysWhatIsWrong(String value, Reason reason, String message) {
        assertThatThrownBy(() -> CommandCodec.read(value.getBytes(UTF_8)))
                .isInstanceOfSatisfying(InvalidRecordException.class, e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    if (reason != Reason.NOT_JSON) {
                        assertThat(e).hasMessageContaining(message);
                    }
                });
    }

    @Test
    void emptyAndHugeValuesAreRefused() {
        refuses(null, Reason.EMPTY_VALUE);
        refuses(new byte[0], Reason.EMPTY_VALUE);
        refuses(new byte[CommandCodec.MAX_BYTES + 1], Reason.TOO_LARGE);
        refuses(("{\"command\":\"pause\",\"id\":\"" + "x".repeat(1025) + "\"}").getBytes(UTF_8), Reason.TOO_LARGE);
    }

    private static void refuses(byte @Nullable [] value, Reason reason) {
        assertThatThrownBy(() -> CommandCodec.read(value))
                .isInstanceOfSatisfying(InvalidRecordException.class, e -> assertThat(e.reason())
                        .isEqualTo(reason));
    }

    @Test
    void theIdOfARefusedCommandIsReadWhereItCanBe() {
        assertThat(CommandCodec.id("{\"id\":\"9\",\"command\":\"stop\"}".getBytes(UTF_8)))
                .contains("9");
        assertThat(CommandCodec.id("{\"id\":9}".getBytes(UTF_8))).isEmpty();
        assertThat(CommandCodec.id("{".getBytes(UTF_8))).isEmpty();
        assertThat(CommandCodec.id(null)).isEmpty();
    }
}
