#!/usr/bin/env python3
"""Writes src/test/resources/scikit-learn/*.txt: seeded random streams and scikit-learn's metrics of every prefix.

Needs scikit-learn 1.2.1 (Debian 12: python3-sklearn). Run from the top folder. One line a row of the stream:
    outputs | labels | metrics of all rows so far | metrics of the last WINDOW rows so far
"""
import warnings
from pathlib import Path

import numpy as np
from sklearn import metrics as sk

ROWS, WINDOW, CLASSES, LABELS, OUTPUTS = 90, 30, 3, 4, 2


def binary(p, y):
    p, y = p[:, 0], y[:, 0]
    said = p >= 0.5
    return {
        "logLoss": sk.log_loss(y, p, labels=[0, 1]),
        "accuracy": sk.accuracy_score(y, said),
        "f1": sk.f1_score(y, said, zero_division=0),
        "rocAuc": sk.roc_auc_score(y, p) if len(set(y)) == 2 else None,
    }


def multiclass(p, y):
    y = y[:, 0].astype(int)
    classes = np.arange(CLASSES)
    said = p.argmax(axis=1)
    return {
        "logLoss": sk.log_loss(y, p, labels=classes),
        "accuracy": sk.accuracy_score(y, said),
        "f1": sk.f1_score(y, said, labels=classes, average="macro", zero_division=0),
        "rocAuc": sk.roc_auc_score(y, p, multi_class="ovr") if len(set(y)) == CLASSES else None,
    }


def multilabel(p, y):
    said = p >= 0.5
    return {
        "logLoss": np.mean([sk.log_loss(y[:, i], p[:, i], labels=[0, 1]) for i in range(LABELS)]),
        "exampleAccuracy": sk.jaccard_score(y, said, average="samples", zero_division=0),
        "microF1": sk.f1_score(y, said, average="micro", zero_division=0),
    }


def regression(p, y):
    return {
        "mae": sk.mean_absolute_error(y, p),
        "rmse": np.sqrt(sk.mean_squared_error(y, p)),
        "r2": sk.r2_score(y, p) if len(y) > 1 else None,
    }


def streams(random):
    y = (random.random((ROWS, 1)) < 0.3).astype(float)
    yield "binary", binary, 1 / (1 + np.exp(1 - 2 * y - np.round(4 * random.normal(size=y.shape)) / 4)), y
    y = random.choice(CLASSES, size=(ROWS, 1), p=[0.6, 0.3, 0.1]).astype(float)
    z = np.exp(np.round(4 * random.normal(size=(ROWS, CLASSES))) / 4 + (y == np.arange(CLASSES)))
    p = z / z.sum(axis=1, keepdims=True)
    p[5] = [1, 0, 0]
    yield "multiclass", multiclass, p, y
    y = (random.random((ROWS, LABELS)) < 0.3).astype(float)
    p = 1 / (1 + np.exp(1 - 2 * y - random.normal(size=y.shape)))
    p[7], p[8] = 0, 1
    yield "multilabel", multilabel, p, y
    y = random.normal(size=(ROWS, OUTPUTS)) * [1, 50] + [1e4, -3]
    yield "regression", regression, y + random.normal(size=y.shape), y


def line(values):
    return " ".join(repr(float(v)) for v in values)


def named(values):
    return " ".join(f"{name}={float(value)!r}" for name, value in values.items() if value is not None)


def main():
    warnings.simplefilter("ignore")
    folder = Path("src/test/resources/scikit-learn")
    folder.mkdir(parents=True, exist_ok=True)
    for task, metrics, p, y in streams(np.random.default_rng(1)):
        with open(folder / f"{task}.txt", "w") as out:
            for n in range(1, ROWS + 1):
                run, window = metrics(p[:n], y[:n]), metrics(p[max(0, n - WINDOW) : n], y[max(0, n - WINDOW) : n])
                print(line(p[n - 1]), line(y[n - 1]), named(run), named(window), sep=" | ", file=out)


if __name__ == "__main__":
    main()
