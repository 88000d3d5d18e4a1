package io.mainstem.spec;

import java.util.List;

/** Learner files that are valid; together they use every key there is. */
final class LearnerFiles {

    static final String MINIMAL =
            """
            name: minimal
            features: {x: {type: number}}
            tasks: {y: {type: binary}}
            """;

    static final String BIRDSTRIKES =
            """
            name: birdstrikes
            features:
              airport: {type: category}
              aircraft: {type: category}
              operator: {type: category}
              state: {type: category}
              phase: {type: category}
              time_of_day: {type: category}
              month: {type: number}
            tasks:
              size: {type: multiclass, classes: [Small, Medium, Large]}
              damage: {type: binary}
              speed: {type: regression}
            trunk: {layers: [64], activation: relu}
            optimizer: {type: adam, learningRate: 0.001}
            batch: {size: 16}
            seed: 7
            """;

    /** Vectors, text, bags and multilabels as the other real streams have them. */
    static final String MANY_KINDS =
            """
            name: many-kinds
            features:
              pixels: {type: vector, size: 96}
              subject: {type: text}
              words: {type: bag, buckets: 2048}
            tasks:
              left: {type: multiclass, classes: ["0", "1", "2"]}
              list: {type: multiclass, classes: [exmh, razor-users, rpm-list]}
              CHSI2_48H_0: {type: regression}
              topics: {type: multilabel, labels: [C12, C04, C19]}
            trunk: {layers: [128], activation: relu}
            optimizer: {type: adam, learningRate: 0.003}
            batch: {size: 1}
            """;

    static final String EVERY_KEY =
            """
            name: every.key_1-a
            features:
              number: {type: number}
              category: {type: category, buckets: 2}
              bag: {type: bag, buckets: 1048576}
              text: {type: text, buckets: 512}
              vector: {type: vector, size: 65536}
            tasks:
              binary: {type: binary, wait: 1h, otherwise: false, weight: 0.5, hidden: [16], activation: tanh, reduction: sum}
              multiclass:
                type: multiclass
                classes: [No, 1, true, 2.50, "a b"]
                wait: 90m
                otherwise: 2.50
                weight: 2
                hidden: [16, 8]
                activation: gelu
                reduction: mean
              multilabel: {type: multilabel, labels: [only], wait: 2d, otherwise: [], weight: 3, hidden: [], activation: elu, reduction: sum}
              squared: {type: regression, weight: 1e-3, hidden: [4], activation: swish, reduction: sum, loss: squared, outputs: 3, wait: 5m, otherwise: [0, -1, 0.5]}
              huber: {type: regression, loss: huber, delta: 1.5, wait: 1d, otherwise: -2}
              quantile: {type: regression, loss: quantile, quantile: 0.9}
              poisson: {type: regression, loss: poisson, wait: 10s}
              clustering: {type: clustering, k: 5, decay: 0.9, weight: 0.1, shapesTrunk: true}
            trunk: {type: mlp, layers: [64, 32], activation: leakyrelu}
            optimizer: {type: adam, learningRate: 0.01, clipNorm: 5, beta1: 0.8, beta2: 0.99, epsilon: 1e-7, warmup: 50, schedule: {type: step, every: 70, factor: 0.25}}
            balancer: {type: gradnorm, learningRate: 0.1, alpha: 0.5}
            regularization: {l1: 0.001, l2: 0.01}
            batch: {size: 32, linger: 500ms}
            metrics: {every: 100, window: 200, fading: 0.99, holdOut: 0.05}
            drift: {detector: pageHinkley, features: false, reaction: {type: learningRate, factor: 3, examples: 700}}
            intervals: {type: adaptive, coverage: 0.8, window: 500, stepSize: 0.05}
            twins: {cost: 0.5, reaction: leaveOut}
            checkpoints: {every: 300, interval: 1h, keep: 5}
            events:
              maxBytes: 8388608
              maxAhead: 2h
              repeats: {window: 1d, policy: ignore}
              map:
                id: /meta/uuid
                time: /meta/ts
                timeUnit: seconds
                features: {number: /payload/0/a~1b, bag: /payload/1, text: /payload/0/a~1b}
                labels: ""
            labels: {early: hold, hold: 5m, late: ignore, second: learn, remember: 3h, map: {id: /of, time: /at, timeUnit: nanoseconds, labels: {binary: /was}}}
            topics: {events: e, labels: l, control: k, predictions: p, metrics: m, checkpoints: c, deadLetters: d}
            seed: -9
            """;

    static final String SGD =
            """
            name: sgd
            features: {"a feature: with \\"marks\\"": {type: number}}
            tasks: {y: {type: binary}}
            trunk: {layers: [8]}
            optimizer: {type: sgd, learningRate: 0.1, clipNorm: 0.5, momentum: 0.9, nesterov: true}
            """;

    static final String ADAMW = MINIMAL
            + "optimizer: {type: adamw, weightDecay: 0.02, schedule: {type: exponential, every: 9, factor: 0.9}}\n"
            + "trunk: {type: mmoe, experts: 3, layers: [8, 4], activation: tanh}\n"
            + "balancer: {type: uncertainty, learningRate: 0.3}\n"
            + "drift: {detector: none, reaction: {type: resetHead}}\n"
            + "intervals: {type: none}";

    static final String ADAGRAD =
            MINIMAL + "optimizer: {type: adagrad, epsilon: 1e-6, schedule: {type: inverseSquareRoot, timescale: 80}}\n"
                    + "trunk: {type: ple, levels: 3, sharedExperts: 4, taskExperts: 2, layers: [8, 4], activation: tanh}\n"
                    + "balancer: {type: pcgrad}";

    static final String LATE_LABELS =
            """
            name: late
            features: {x: {type: number}}
            tasks:
              y: {type: binary, wait: 1h, otherwise: 0}
              n: {type: regression, loss: poisson, outputs: 2, wait: 1h, otherwise: [0, 3]}
              c: {type: multiclass, classes: [a, "1"], wait: 30m, otherwise: 1}
              m: {type: multilabel, labels: [a, b], wait: 30m, otherwise: [b, a, b]}
            events: {repeats: {window: 10m}}
            labels: {early: reject, second: ignore}
            """;

    static final String RMSPROP =
            MINIMAL + "optimizer: {type: rmsprop, decay: 0.95, epsilon: 1e-6, schedule: {type: constant}}\n"
                    + "balancer: {type: famo, learningRate: 0.2, weightDecay: 0.01}";

    static final List<String> ALL =
            List.of(MINIMAL, BIRDSTRIKES, MANY_KINDS, EVERY_KEY, SGD, ADAMW, ADAGRAD, RMSPROP, LATE_LABELS);

    private LearnerFiles() {}
}
