package io.mainstem.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link LearnerSpecReader} says of wrong files. */
class SpecProblemsTest {

    @Test
    void sizesThatAreTooMuchTogether() {
        InvalidSpecException refusal = catchThrowableOfType(
                InvalidSpecException.class,
                () -> LearnerSpecReader.read(
                        """
                        name: large
                        features: {v: {type: vector, size: 65536}}
                        tasks: {y: {type: binary}}
                        trunk: {layers: [4096]}
                        batch: {size: 65536}
                        """));
        assertThat(refusal)
                .hasMessageContaining("131072 columns of input are too much for a first layer of 4096 units")
                .hasMessageContaining("65536 numbers an event are too much for a batch.size of 65536");
    }

    @Test
    void expertsThatAreTooManyTogether() {
        InvalidSpecException refusal = catchThrowableOfType(
                InvalidSpecException.class,
                () -> LearnerSpecReader.read(
                        """
                        name: large
                        features: {v: {type: vector, size: 500}}
                        tasks: {y: {type: binary}, z: {type: binary}}
                        trunk: {type: ple, levels: 3, sharedExperts: 1000, taskExperts: 500, layers: [256, 1000]}
                        """));
        assertThat(refusal)
                .hasMessageContaining("1000 columns of input are too much for a first layer of 512000 units")
                .hasMessageContaining("3 levels are too much for experts of together 512000 units upon 1000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "trunk: {layers: [65536, 65536]} | trunk.layers: 65536 units are too much for a layer upon 65536 units: at most 250000000 weights",
                "trunk: {type: mmoe, experts: 2, layers: [8, 60000, 40000]} | trunk.layers: 40000 units are too much for a layer upon 60000 units: at most 250000000 weights",
                "trunk: {layers: [60000]} | tasks.z.hidden: 40000 units are too much for a layer upon 60000 units: at most 250000000 weights",
                "trunk: {layers: [10000]}\\nbatch: {size: 65536} | trunk: 10001 units in all layers, experts and gates together are too much for a batch.size of 65536: at most 250000000 numbers",
                "trunk: {type: mmoe, experts: 100, layers: [100]}\\nbatch: {size: 32768} | trunk: 10201 units in all layers, experts and gates together are too much for a batch.size of 32768: at most 250000000 numbers",
                "trunk: {type: ple, levels: 10, sharedExperts: 10, taskExperts: 10, layers: [1000, 1000]} | trunk: 380381080 weights in all layers, experts and gates together are too much for a learner: at most 250000000",
            })
    void everyLayerIsMeasured(String settings, String problem) {
        InvalidSpecException refusal = catchThrowableOfType(
                InvalidSpecException.class,
                () -> LearnerSpecReader.read(
                        "name: large\nfeatures: {x: {type: number}}\ntasks: {y: {type: binary}%s}\n"
                                        .formatted(
                                                problem.contains("tasks.z")
                                                        ? ", z: {type: binary, hidden: [40000]}"
                                                        : "")
                                + settings.replace("\\n", "\n")));
        assertThat(refusal.problems()).extracting(SpecProblem::toString).anyMatch(line -> line.startsWith(problem));
    }

    @Test
    void outputsUponAWideLayer() {
        assertThat(
                        catchThrowableOfType(
                                InvalidSpecException.class,
                                () -> LearnerSpecReader.read(
                                        """
                                name: large
                                features: {x: {type: number}}
                                tasks: {y: {type: regression, outputs: 60000}}
                                trunk: {layers: [60000]}
                                metrics: {window: 1}
                                """)))
                .hasMessageContaining("tasks.y: 60000 outputs are too much for a layer upon 60000 units");
    }

    @Test
    void whatDecidesOverIntervalsMustFitInAnArray() {
        assertThat(
                        catchThrowableOfType(
                                InvalidSpecException.class,
                                () -> LearnerSpecReader.read(
                                        """
                                name: wide
                                features: {x: {type: number}}
                                tasks: {y: {type: regression, outputs: 20000}}
                                metrics: {window: 1}
                                intervals: {window: 10000}
                                """)))
                .hasMessageContaining(
                        "tasks: 20000 outputs of task y are too much for an intervals.window of 10000: at most 100000000 numbers together");
    }

    @Test
    void tasksMustFitInTheDirectoryOfTheState() {
        // 5 * (23 + 7) bytes each
        assertThat(LearnerSpecReader.read(manyTasks(2666)).tasks()).hasSize(2666);
        assertThat(catchThrowableOfType(InvalidSpecException.class, () -> LearnerSpecReader.read(manyTasks(2667))))
                .hasMessageContaining(
                        "tasks: 2667 tasks are too many: with their names they take 400050 bytes in the directory of a state, at most 400000 fit");
        assertThat(catchThrowableOfType(
                        InvalidSpecException.class,
                        () -> LearnerSpecReader.read("name: n\nfeatures: {x: {type: number}}\ntasks:\n  ? "
                                + "ü".repeat(20_000) + "\n  : {type: binary}\n")))
                .hasMessageContaining("a name of 40000 bytes in UTF-8 is too much for a task: at most 32767");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{id: uuid} | events.map.id: needs a JSON pointer (RFC 6901) of 1 to 32 steps, such as /flight/airport, of at most 1000 characters, found the text \"uuid\" (line 6)",
                "{id: /a~2} | events.map.id: needs a JSON pointer",
                "{id: ''} | events.map.id: needs a JSON pointer",
                "{id: 7} | events.map.id: needs a JSON pointer",
                "{identity: /a} | events.map.identity: unknown key, allowed are id, time, timeUnit, features, labels",
                "{timeUnit: second} | events.map.timeUnit: needs one of milliseconds, seconds, microseconds, nanoseconds, found the text \"second\", did you mean \"seconds\"? (line 6)",
                "{features: payload} | events.map.features: needs a JSON pointer (RFC 6901) of at most 32 steps and 1000 characters, such as /payload, or \"\" for the record itself, or a mapping with a pointer for each feature, found the text \"payload\" (line 6)",
                "{features: {}} | events.map.features: needs at least one feature, found none (line 6)",
                "{features: {month: month}} | events.map.features.month: needs a JSON pointer",
                "{features: {moth: /a}} | events.map.features.moth: is the pointer of a feature that is not declared, did you mean \"month\"? (line 6)",
                "{labels: {month: /a}} | events.map.labels.month: is the pointer of a task that is not declared (line 6)",
                "{features: {words: /a, terms: /a}} | events.map.features.terms: \"/a\" is read as feature \"words\" already: what may be an array or an object can be read once only (line 6)",
                "{features: {words: /a, month: /a/0}} | events.map.features.month: \"/a/0\" lies within \"/a\", which is read as feature \"words\" (line 6)",
                "{id: /a/b, labels: {damage: /a}} | events.map.id: \"/a/b\" lies within \"/a\", which is read as task \"damage\" (line 6)",
                "{time: /features} | events.map.features: \"/features/month\" lies within \"/features\", which is read as the time (line 6)",
            })
    void theMapOfEventsIsChecked(String map, String problem) {
        InvalidSpecException refusal = refused(
                """
                name: mapped
                features: {month: {type: number}, words: {type: bag}, terms: {type: bag}}
                tasks: {damage: {type: binary}}
                events:
                  maxBytes: 5
                  map: %s
                """
                        .formatted(map));
        assertThat(refusal.problems()).extracting(SpecProblem::toString).anyMatch(line -> line.startsWith(problem));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{features: /a} | labels.map.features: unknown key, allowed are id, time, timeUnit, labels (line 4)",
                "{labels: {}} | labels.map.labels: needs at least one label, found none (line 4)",
                "{labels: {damge: /a}} | labels.map.labels.damge: is the pointer of a task that is not declared, did you mean \"damage\"? (line 4)",
                "{id: /a/b, labels: {damage: /a}} | labels.map.id: \"/a/b\" lies within \"/a\", which is read as task \"damage\" (line 4)",
            })
    void theMapOfLabelsIsChecked(String map, String problem) {
        InvalidSpecException refusal = refused(
                """
                name: mapped
                features: {month: {type: number}}
                tasks: {damage: {type: binary}}
                labels: {map: %s}
                """
                        .formatted(map));
        assertThat(refusal.problems()).extracting(SpecProblem::toString).containsExactly(problem);
    }

    private static String manyTasks(int count) {
        StringBuilder yaml = new StringBuilder("name: many\nfeatures: {x: {type: number}}\ntasks:\n");
        for (int t = 0; t < count; t++) {
            yaml.append("  t%06d: {type: binary}\n".formatted(t));
        }
        return yaml.toString();
    }

    @Test
    void everyProblemIsReportedAtOnceInTheOrderOfTheFile() {
        String yaml =
                """
                name: two words
                features:
                  airport: {type: categori}
                  month: {type: number, buckets: 8}
                tasks:
                  size:
                    type: multiclass
                    classes:
                      - Small
                    weigth: 2
                trunk: {layers: [64, 0]}
                batch: 16
                """;

        InvalidSpecException e = refused(yaml);

        assertThat(e.problems())
                .extracting(SpecProblem::toString)
                .containsExactly(
                        "name: needs text of at most 100 letters, digits, dots, underscores and hyphens,"
                                + " found the text \"two words\" (line 1)",
                        "features.airport.type: needs one of number, category, bag, text, vector,"
                                + " found the text \"categori\", did you mean \"category\"? (line 3)",
                        "features.month.buckets: unknown key, allowed are type (line 4)",
                        "tasks.size.classes: needs at least 2 classes, found 1 (line 8)",
                        "tasks.size.weigth: unknown key, allowed are type, weight, hidden, activation, reduction, classes, wait, otherwise,"
                                + " did you mean \"weight\"? (line 10)",
                        "trunk.layers[1]: needs an integer from 1 to 65536, found 0 (line 11)",
                        "batch: needs a mapping, found 16 (line 12)");
        assertThat(e)
                .hasMessage("invalid learner file, 7 problems:"
                        + String.join(
                                "", e.problems().stream().map(p -> "\n  " + p).toList()));
        assertThat(e.problems().get(5))
                .isEqualTo(new SpecProblem("trunk.layers[1]", "needs an integer from 1 to 65536, found 0", 11, 22));
    }

    @Test
    void oneProblemMakesAMessageOfOneLine() {
        assertThat(refused(LearnerFiles.MINIMAL + "seed: x"))
                .hasMessage("invalid learner file: seed: needs an integer from -9223372036854775808 to"
                        + " 9223372036854775807, found the text \"x\" (line 4)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing but a comment\n", "---\n", "null", "text", "[1]", "{}"})
    void aFileWithoutAMappingOrAnythingInItIsRefused(String yaml) {
        assertThat(refused(yaml).problems()).isNotEmpty();
    }

    @Test
    void anEmptyFileIsToldWhatItNeeds() {
        assertProblems("", "needs a mapping with name, features and tasks, found nothing (line 1, column 1)");
    }

    @Test
    void whatIsRequiredIsMissed() {
        assertProblems(
                "seed: 1",
                "name: needs text of at most 100 letters, digits, dots, underscores and hyphens, found nothing (line 1)",
                "features: needs a mapping with at least one feature, found nothing (line 1)",
                "tasks: needs a mapping with at least one task, found nothing (line 1)");
        assertProblems(
                "name: n\nfeatures: {}\ntasks: {}",
                "features: needs at least one feature, found none (line 2)",
                "tasks: needs at least one task, found none (line 3)");
        assertProblems(
                "name: n\nfeatures:\n  x: {}\n  v:\n    type: vector\ntasks:\n  y:\n    hidden: []\n  m: {type: multiclass}\n"
                        + "  l: {type: multilabel}\n  q: {type: regression, loss: quantile}",
                "features.x.type: needs one of number, category, bag, text, vector, found nothing (line 3)",
                "features.v.size: needs an integer from 1 to 65536, found nothing (line 4)",
                "tasks.y.type: needs one of binary, multiclass, multilabel, regression, clustering, found nothing (line 7)",
                "tasks.m.classes: needs a list of at least 2 classes, found nothing (line 9)",
                "tasks.l.labels: needs a list of at least 1 label, found nothing (line 10)",
                "tasks.q.quantile: needs a number above 0 and below 1, found nothing (line 11)");
    }

    @Test
    void declarationsAreMappings() {
        assertProblems(
                "name: n\nfeatures: {x: number}\ntasks: [y]",
                "features.x: needs a mapping with the type of the feature, found the text \"number\" (line 2)",
                "tasks: needs a mapping with at least one task, found a list (line 3)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "optimizer: {learning_rate: 1}           | optimizer.learning_rate: unknown key, allowed are type, learningRate, warmup, schedule, clipNorm, beta1, beta2, epsilon, did you mean \"learningRate\"?",
                "optimizer: {type: sgd, beta1: 0.9}      | optimizer.beta1: unknown key, allowed are type, learningRate, warmup, schedule, clipNorm, momentum, nesterov",
                "optimizer: {type: adan}                 | optimizer.type: needs one of sgd, adagrad, rmsprop, adam, adamw, found the text \"adan\", did you mean \"adam\"?",
                "optimizer: {warmup: -1}                 | optimizer.warmup: needs an integer from 0 to 1000000000, found -1",
                "optimizer: {schedule: linear}           | optimizer.schedule: needs a mapping, found the text \"linear\"",
                "optimizer: {schedule: {type: inversesquareroot}} | optimizer.schedule.type: needs one of constant, step, exponential, inverseSquareRoot, found the text \"inversesquareroot\", did you mean \"inverseSquareRoot\"?",
                "optimizer: {schedule: {type: step, factor: 1}} | optimizer.schedule.factor: needs a number above 0 and below 1, found 1",
                "optimizer: {schedule: {every: 5}}       | optimizer.schedule.every: unknown key, allowed are type",
                "optimizer: {learningRate: 0}            | optimizer.learningRate: needs a number above 0 and at most 1e9, found 0",
                "optimizer: {learningRate: .inf}         | optimizer.learningRate: needs a number above 0 and at most 1e9, found .inf",
                "optimizer: {learningRate: .nan}         | optimizer.learningRate: needs a number above 0 and at most 1e9, found .nan",
                "optimizer: {learningRate: 1e99999999999} | optimizer.learningRate: needs a number above 0 and at most 1e9, found 1e99999999999",
                "optimizer: {clipNorm: -1}               | optimizer.clipNorm: needs a number above 0 and at most 1e9, found -1",
                "optimizer: {beta1: 1}                   | optimizer.beta1: needs a number from 0 to below 1, found 1",
                "optimizer: {beta2: 1.5}                 | optimizer.beta2: needs a number from 0 to below 1, found 1.5",
                "optimizer: {epsilon: 1e-40}             | optimizer.epsilon: needs a number from 1e-15 to 1e9, found 1e-40",
                "optimizer: {type: sgd, momentum: 1}     | optimizer.momentum: needs a number from 0 to below 1, found 1",
                "optimizer: {type: sgd, nesterov: yes}   | optimizer.nesterov: needs true or false, found the text \"yes\"",
                "trunk: {type: moe}                      | trunk.type: needs one of mlp, mmoe, ple, found the text \"moe\", did you mean \"mmoe\"?",
                "trunk: {experts: 2}                     | trunk.experts: unknown key, allowed are type, layers, activation",
                "trunk: {type: mmoe, experts: 0}         | trunk.experts: needs an integer from 1 to 1000, found 0",
                "trunk: {type: ple, experts: 2}          | trunk.experts: unknown key, allowed are type, layers, activation, levels, sharedExperts, taskExperts",
                "trunk: {type: ple, levels: 11}          | trunk.levels: needs an integer from 1 to 10, found 11",
                "trunk: {type: ple, sharedExperts: 0}    | trunk.sharedExperts: needs an integer from 1 to 1000, found 0",
                "trunk: {type: ple, taskExperts: 1001}   | trunk.taskExperts: needs an integer from 1 to 1000, found 1001",
                "trunk: {layers: 64}                     | trunk.layers: needs a list of widths such as [64, 32], found 64",
                "trunk: {layers: []}                     | trunk.layers: needs at least 1 width, found none",
                "trunk: {layers: [1.5]}                  | trunk.layers[0]: needs an integer from 1 to 65536, found 1.5",
                "trunk: {layers: [65537]}                | trunk.layers[0]: needs an integer from 1 to 65536, found 65537",
                "trunk: {layers: [[1]]}                  | trunk.layers[0]: needs an integer from 1 to 65536, found a list",
                "trunk: {activation: ReLU}               | trunk.activation: needs one of identity, relu, tanh, sigmoid, leakyrelu, elu, gelu, swish, found the text \"ReLU\", did you mean \"relu\"?",
                "balancer: {type: uncertain}             | balancer.type: needs one of static, uncertainty, gradnorm, pcgrad, famo, found the text \"uncertain\", did you mean \"uncertainty\"?",
                "balancer: {alpha: 1}                    | balancer.alpha: unknown key, allowed are type",
                "balancer: {type: gradnorm, alpha: -1}   | balancer.alpha: needs a number from 0 to 10, found -1",
                "balancer: {type: gradnorm, alpha: 10.5} | balancer.alpha: needs a number from 0 to 10, found 10.5",
                "regularization: {l1: -0.1}              | regularization.l1: needs a number from 0 to 1e9, found -0.1",
                "regularization: {l2: '0'}               | regularization.l2: needs a number from 0 to 1e9, found the text \"0\"",
                "batch: {size: 0}                        | batch.size: needs an integer from 1 to 65536, found 0",
                "batch: {size: 65537}                    | batch.size: needs an integer from 1 to 65536, found 65537",
                "batch: {size: 1e999999999}              | batch.size: needs an integer from 1 to 65536, found 1e999999999",
                "batch: {size: 1.5}                      | batch.size: needs an integer from 1 to 65536, found 1.5",
                "batch: {size: 1_000}                    | batch.size: needs an integer from 1 to 65536, found the text \"1_000\"",
                "batch: {linger: 5}                      | batch.linger: needs a duration such as 500ms, 1s, 5m, 1h or 2d, found 5",
                "batch: {linger: 0s}                     | batch.linger: needs a duration such as 500ms, 1s, 5m, 1h or 2d, found the text \"0s\"",
                "batch: {linger: 1 s}                    | batch.linger: needs a duration such as 500ms, 1s, 5m, 1h or 2d, found the text \"1 s\"",
                "metrics: {every: 0}                     | metrics.every: needs an integer from 1 to 1000000000, found 0",
                "metrics: {window: 100001}               | metrics.window: needs an integer from 1 to 100000, found 100001",
                "checkpoints: {every: true}              | checkpoints.every: needs an integer from 1 to 1000000000, found true",
                "events: {maxBytes: 8388609}             | events.maxBytes: needs an integer from 1 to 8388608, found 8388609",
                "events: {maxAhead: 1w}                  | events.maxAhead: needs a duration such as 500ms, 1s, 5m, 1h or 2d, found the text \"1w\"",
                "topics: {events: a b}                   | topics.events: needs a topic's name of at most 249 letters, digits, dots, underscores and hyphens, found the text \"a b\"",
                "topics: {events: ..}                    | topics.events: needs a topic's name of at most 249 letters, digits, dots, underscores and hyphens, found the text \"..\"",
                "topics: {events: 7}                     | topics.events: needs a topic's name of at most 249 letters, digits, dots, underscores and hyphens, found 7, which is text only in quotes",
                "topics: {metrics: events}               | topics.metrics: needs names of their own for events and metrics, \".\" and \"_\" counting as the same, found \"events\"",
                "topics: {events: metrics}               | topics.events: needs names of their own for events and metrics, \".\" and \"_\" counting as the same, found \"metrics\"",
                "topics: {events: a.b, deadLetters: a_b} | topics.deadLetters: needs names of their own for events and deadLetters, \".\" and \"_\" counting as the same, found \"a_b\"",
                "topics: {answers: labels}               | topics.answers: unknown key, allowed are events, labels, control, predictions, metrics, checkpoints, deadLetters",
                "seed: 9223372036854775808               | seed: needs an integer from -9223372036854775808 to 9223372036854775807, found 9223372036854775808",
                "wait: 1h                                | wait: unknown key, allowed are name, features, tasks, trunk, optimizer, balancer, regularization, batch, metrics, drift, intervals, twins, checkpoints, events, labels, topics, seed",
                "batch:                                  | batch: needs a mapping, found nothing",
                "~: 1                                    | needs keys that are text (line 4, column 1)",
                "[a]: 1                                  | needs keys that are text (line 4, column 1)",
            })
    void aWrongSettingIsNamed(String line, String problem) {
        assertProblems(LearnerFiles.MINIMAL + line, problem.endsWith(")") ? problem : problem + " (line 4)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{type: category, buckets: 1}       | features.f.buckets: needs an integer from 2 to 1048576, found 1",
                "{type: bag, buckets: 1048577}      | features.f.buckets: needs an integer from 2 to 1048576, found 1048577",
                "{type: text, buckets: many}        | features.f.buckets: needs an integer from 2 to 1048576, found the text \"many\"",
                "{type: vector, size: 0}            | features.f.size: needs an integer from 1 to 65536, found 0",
                "{type: vector, size: 65537}        | features.f.size: needs an integer from 1 to 65536, found 65537",
                "{type: vector, size: 2, buckets: 2} | features.f.buckets: unknown key, allowed are type, size",
                "{type: category, size: 2}          | features.f.size: unknown key, allowed are type, buckets",
                "{type: lag, size: 2}               | features.f.type: needs one of number, category, bag, text, vector, found the text \"lag\", did you mean \"bag\"?",
                "{type: embedding}                  | features.f.type: needs one of number, category, bag, text, vector, found the text \"embedding\"",
            })
    void aWrongFeatureIsNamed(String feature, String problem) {
        assertProblems("name: n\nfeatures:\n  f: " + feature + "\ntasks: {y: {type: binary}}", problem + " (line 3)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{type: binary, weight: 0}                | tasks.t.weight: needs a number above 0 and at most 1e9, found 0",
                "{type: binary, hidden: 16}               | tasks.t.hidden: needs a list of widths such as [64, 32], found 16",
                "{type: binary, hidden: [16, '8']}        | tasks.t.hidden[1]: needs an integer from 1 to 65536, found the text \"8\"",
                "{type: binary, activation: relu6}        | tasks.t.activation: needs one of identity, relu, tanh, sigmoid, leakyrelu, elu, gelu, swish, found the text \"relu6\", did you mean \"relu\"?",
                "{type: binary, reduction: max}           | tasks.t.reduction: needs one of mean, sum, found the text \"max\"",
                "{type: binary, classes: [a, b]}          | tasks.t.classes: unknown key, allowed are type, weight, hidden, activation, reduction, wait, otherwise",
                "{type: binary, await: 1h}                | tasks.t.await: unknown key, allowed are type, weight, hidden, activation, reduction, wait, otherwise, did you mean \"wait\"?",
                "{type: multiclass, classes: [a]}         | tasks.t.classes: needs at least 2 classes, found 1",
                "{type: multiclass, classes: a}           | tasks.t.classes: needs a list of at least 2 classes, found the text \"a\"",
                "{type: multiclass, classes: [a, '']}     | tasks.t.classes[1]: needs text that is not empty, found the text \"\"",
                "{type: multiclass, classes: [a, null]}   | tasks.t.classes[1]: needs text that is not empty, found nothing",
                "{type: multiclass, classes: [a, [b]]}    | tasks.t.classes[1]: needs text that is not empty, found a list",
                "{type: multiclass, classes: [a, b, a]}   | tasks.t.classes[2]: \"a\" is in the list already, at [0]",
                "{type: multiclass, classes: [1, '1']}    | tasks.t.classes[1]: \"1\" is in the list already, at [0]",
                "{type: multilabel, labels: []}           | tasks.t.labels: needs at least 1 label, found 0",
                "{type: multilabel, labels: {a: 1}}       | tasks.t.labels: needs a list of at least 1 label, found a mapping",
                "{type: regression, outputs: 0}           | tasks.t.outputs: needs an integer from 1 to 65536, found 0",
                "{type: regression, loss: absolute}       | tasks.t.loss: needs one of squared, huber, quantile, poisson, found the text \"absolute\"",
                "{type: regression, delta: 1}             | tasks.t.delta: unknown key, allowed are type, weight, hidden, activation, reduction, outputs, loss, wait, otherwise",
                "{type: regression, loss: huber, delta: 0} | tasks.t.delta: needs a number above 0 and at most 1e9, found 0",
                "{type: regression, loss: poisson, quantile: 0.5} | tasks.t.quantile: unknown key, allowed are type, weight, hidden, activation, reduction, outputs, loss, wait, otherwise",
                "{type: regression, loss: quantile, quantile: 0}  | tasks.t.quantile: needs a number above 0 and below 1, found 0",
                "{type: regression, loss: quantile, quantile: 1}  | tasks.t.quantile: needs a number above 0 and below 1, found 1",
                "{type: ranking}                          | tasks.t.type: needs one of binary, multiclass, multilabel, regression, clustering, found the text \"ranking\"",
                "{type: clustering}                       | tasks.t.k: needs an integer from 1 to 1000, found nothing",
                "{type: clustering, k: 2, decay: 0}       | tasks.t.decay: needs a number above 0 and at most 1, found 0",
                "{type: clustering, k: 2, hidden: [4]}    | tasks.t.hidden: unknown key, allowed are type, weight, k, decay, shapesTrunk",
            })
    void aWrongTaskIsNamed(String task, String problem) {
        assertProblems("name: n\nfeatures: {x: {type: number}}\ntasks:\n  t: " + task, problem + " (line 4)");
    }

    @Test
    void whatDoesNotDependOnAWrongTypeIsStillChecked() {
        assertProblems(
                "name: n\nfeatures: {x: {type: number}}\ntasks:\n  t: {type: bin, weight: -1, classes: []}",
                "tasks.t.type: needs one of binary, multiclass, multilabel, regression, clustering, found the text \"bin\" (line 4)",
                "tasks.t.weight: needs a number above 0 and at most 1e9, found -1 (line 4)");
    }

    @Test
    void namesOfFeaturesAndTasksAreAnyTextButEmptyOrWithControlCharacters() {
        assertThat(LearnerSpecReader.read(
                                "name: n\nfeatures: {'ö.ä [1]': {type: number}, 1: {type: number}}\ntasks: {y: {type: binary}}")
                        .features())
                .extracting(FeatureSpec::name)
                .containsExactly("ö.ä [1]", "1");
        assertProblems(
                "name: n\nfeatures:\n  '': {type: number}\n  \"a\\tb\": {type: nummer}\ntasks: {y: {type: binary}}",
                "features[\"\"]: needs a name that is not empty, without control characters (line 3)",
                "features[\"a\\u0009b\"]: needs a name that is not empty, without control characters (line 4)",
                "features[\"a\\u0009b\"].type: needs one of number, category, bag, text, vector, found the text \"nummer\","
                        + " did you mean \"number\"? (line 4)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "''", "a b", "ä"})
    void aNameMustFitIntoTheNamesOfTopics(String name) {
        assertThat(refused(LearnerFiles.MINIMAL.replace("minimal", name)).problems())
                .extracting(SpecProblem::path)
                .containsExactly("name");
    }

    @Test
    void aNameHasAtMost100Characters() {
        String longest = "n".repeat(100);
        assertThat(LearnerSpecReader.read(LearnerFiles.MINIMAL.replace("minimal", longest))
                        .name())
                .isEqualTo(longest);
        assertProblems(
                LearnerFiles.MINIMAL.replace("minimal", longest + "n"),
                "name: needs text of at most 100 letters, digits, dots, underscores and hyphens, found the text \""
                        + "n".repeat(60) + "…\" (line 1)");
    }

    @Test
    void keysAreGivenOnce() {
        assertProblems(
                "name: n\nfeatures:\n  x: {type: number}\n  y: {type: text}\n  'x': {type: text}\nname: m\ntasks: {y: {type: binary, type: binary}}",
                "features.x: is given twice, first in line 3 (line 5)",
                "name: is given twice, first in line 1 (line 6)",
                "tasks.y.type: is given twice, first in line 7 (line 7)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name: [a                    | not valid YAML: while parsing a flow sequence, expected ',' or ']', but got <stream end> (line 1, column 9)",
                "name: a: b                  | not valid YAML: mapping values are not allowed here (line 1, column 8)",
                "name: \"a                   | not valid YAML: while scanning a quoted scalar, found unexpected end of stream (line 1, column 9)",
                "name: a\\n\tb: c           | not valid YAML: while scanning for the next token, found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation) (line 2, column 1)",
                "name: a\\n---\\nname: b     | not valid YAML: expected a single document in the stream, but found another document (line 2, column 1)",
                "name: *a                    | aliases such as *a are not allowed, write it out (line 1, column 7)",
                "name: !!str 1               | tags such as tag:yaml.org,2002:str are not allowed, leave it out (line 1, column 7)",
                "features: !x {}             | tags such as !x are not allowed, leave it out (line 1, column 11)",
            })
    void whatIsNotPlainYamlIsNamedByLineAndColumn(String yaml, String problem) {
        assertProblems(yaml.replace("\\n", "\n"), problem);
    }

    @Test
    void charactersThatYamlDoesNotKnowAreRefused() {
        assertProblems(
                "name: a\nseed: 1\u0000b", "not valid YAML: the character U+0000 is not allowed (line 2, column 8)");
        assertThat(refused("name: \"\\UFFFFFFFF\"").problems()).singleElement().satisfies(p -> assertThat(p.message())
                .startsWith("not valid YAML: "));
    }

    @Test
    void aliasesThatWouldExplodeAreRefusedUnread() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [ha, ha]\n");
        for (int i = 1; i < 40; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(refused(laughs.toString()).problems()).hasSize(78).allSatisfy(p -> assertThat(p.message())
                .startsWith("aliases such as"));
    }

    @Test
    void deepNestingIsRefused() {
        assertProblems("[".repeat(100_000), "nested deeper than 20 levels (line 1, column 21)");
    }

    @Test
    void messagesStayOneLineWhateverTheFileSays() {
        assertThat(refused(LearnerFiles.MINIMAL + "\"evil\\n key\": 1\nseed: \"a\\nb\"")
                        .problems())
                .hasSize(2)
                .allSatisfy(p -> assertThat(p.toString()).doesNotContain("\n"));
    }

    private static void assertProblems(String yaml, String... problems) {
        assertThat(refused(yaml).problems())
                .extracting(SpecProblem::toString)
                .containsExactlyElementsOf(List.of(problems));
    }

    private static InvalidSpecException refused(String yaml) {
        InvalidSpecException refusal =
                catchThrowableOfType(InvalidSpecException.class, () -> LearnerSpecReader.read(yaml));
        assertThat(refusal).as("accepted:%n%s", yaml).isNotNull();
        return refusal;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type: binary, wait: 0s | tasks.y.wait: needs a duration such as 500ms, 1s, 5m, 1h or 2d, found the text \"0s\"",
                "type: binary, otherwise: false | tasks.y.otherwise: needs a wait beside it: how long until the label is taken to be this",
                "type: binary, wait: 1h, otherwise: 2 | tasks.y.otherwise: needs true, false, 0 or 1, found 2",
                "type: binary, wait: 1h, otherwise: no | tasks.y.otherwise: needs true, false, 0 or 1, found the text \"no\"",
                "type: multiclass, classes: [a, b], wait: 1h, otherwise: c | tasks.y.otherwise: needs a label of the task, one of a, b, found \"c\"",
                "type: multilabel, labels: [a, b], wait: 1h, otherwise: a | tasks.y.otherwise: needs a list of labels, found the text \"a\"",
                "type: multilabel, labels: [a, b], wait: 1h, otherwise: [a, c] | tasks.y.otherwise[1]: needs a label of the task, one of a, b, found \"c\"",
                "type: regression, wait: 1h, otherwise: [1] | tasks.y.otherwise: needs a number from -1e9 to 1e9, found a list",
                "type: regression, outputs: 2, wait: 1h, otherwise: [1] | tasks.y.otherwise: needs as many numbers as outputs, 2, found 1",
                "type: regression, loss: poisson, wait: 1h, otherwise: -1 | tasks.y.otherwise: needs a number from 0 to 1e9, found -1",
                "type: clustering, k: 3, wait: 1h | tasks.y.wait: unknown key, allowed are type, weight, k, decay, shapesTrunk",
            })
    void labelsThatAreWaitedForInAWrongWay(String task, String problem) {
        assertThat(problemsOf("name: n\nfeatures: {x: {type: number}}\ntasks: {y: {%s}}".formatted(task)))
                .containsExactly(problem);
    }

    private static List<String> problemsOf(String yaml) {
        return LearnerSchema.problems(yaml).stream()
                .map(problem -> problem.path() + ": " + problem.message())
                .toList();
    }
}
