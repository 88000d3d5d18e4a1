#!/usr/bin/env python3
"""Writes src/test/resources/scikit-learn/*.txt: seeded random streams and scikit-learn's metrics of their prefixes.

Needs scikit-learn 1.2.1 (Debian 12: python3-sklearn). Run from the top folder with that Python. The first line of a file
says how it was made; then one line a row of the stream:
    outputs | labels | metrics of all rows so far | of the last rows, a window full | of all rows, the one n before the
    last weighing FADING to the power of n
Those of short streams are there after every row, those of long ones after every 100th.
"""
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn import metrics as sk

FADING, BINS = 0.97, 10


def auc(y, p):
    """Of each column that has both classes, the mean; with all classes there this is scikit-learn's own over several."""
    each = [sk.roc_auc_score(y[:, c], p[:, c]) for c in range(y.shape[1]) if len(set(y[:, c])) == 2]
    return np.mean(each) if each else None


def calibration(confidence, hit):
    bins = np.minimum(BINS - 1, np.floor(BINS * confidence)).astype(int).ravel()
    n = np.bincount(bins, minlength=BINS)
    filled = n > 0
    confidence = np.bincount(bins, confidence.ravel(), BINS)[filled] / n[filled]
    frequency = np.bincount(bins, hit.ravel(), BINS)[filled] / n[filled]
    return np.sum(n[filled] / n.sum() * np.abs(confidence - frequency))


def binary(p, y, w):
    said, came = p[:, 0] >= 0.5, y[:, 0] == 1
    return {
        "logLoss": sk.log_loss(came, p[:, 0], labels=[False, True], sample_weight=w),
        "accuracy": sk.accuracy_score(came, said, sample_weight=w),
        "f1": sk.f1_score(came, said, zero_division=0, sample_weight=w),
        "rocAuc": auc(y, p),
        "expectedCalibrationError": calibration(p, y),
    }


def multiclass(p, y, w):
    y = y[:, 0].astype(int)
    classes = np.arange(p.shape[1])
    said = p.argmax(axis=1)
    ranks = auc((y[:, None] == classes).astype(int), p)
    if len(set(y)) == len(classes):
        assert abs(ranks - sk.roc_auc_score(y, p, multi_class="ovr")) < 1e-15
    return {
        "logLoss": sk.log_loss(y, p, labels=classes, sample_weight=w),
        "accuracy": sk.accuracy_score(y, said, sample_weight=w),
        "f1": sk.f1_score(y, said, labels=classes, average="macro", zero_division=0, sample_weight=w),
        "rocAuc": ranks,
        "expectedCalibrationError": calibration(p.max(axis=1), said == y),
    }


def multilabel(p, y, w):
    said = p >= 0.5
    losses = [sk.log_loss(y[:, i], p[:, i], labels=[0, 1], sample_weight=w) for i in range(y.shape[1])]
    return {
        "logLoss": np.mean(losses),
        "exampleAccuracy": sk.jaccard_score(y, said, average="samples", zero_division=0, sample_weight=w),
        "microF1": sk.f1_score(y, said, average="micro", zero_division=0, sample_weight=w),
        "expectedCalibrationError": calibration(p, y),
    }


def regression(p, y, w):
    # Weighted means of equal numbers are not quite equal to them, and what scikit-learn makes of that is noise.
    defined = len(y) > 1 and (w is None or np.ptp(y, axis=0).min() > 0)
    return {
        "mae": sk.mean_absolute_error(y, p, sample_weight=w),
        "rmse": np.sqrt(sk.mean_squared_error(y, p, sample_weight=w)),
        "r2": sk.r2_score(y, p, sample_weight=w) if defined else None,
    }


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(z):
    z = np.exp(z)
    return z / z.sum(axis=1, keepdims=True)


def hundredths_of_percents(p):
    """Rounded, and still with the sum of 1."""
    k = np.floor(1e4 * p)
    k[np.arange(len(k)), k.argmax(axis=1)] += 1e4 - k.sum(axis=1)
    return k / 1e4


def usual(random):
    """With ties, and with certainties that come true and that do not."""
    y = (random.random((90, 1)) < 0.3).astype(float)
    p = sigmoid(2 * y - 1 + np.round(4 * random.normal(size=y.shape)) / 4)
    p[[11, 22, 33]], p[[44, 55]] = 0, 1
    yield "binary", binary, p, y
    y = random.choice(3, size=(90, 1), p=[0.6, 0.3, 0.1]).astype(float)
    p = softmax(np.round(4 * random.normal(size=(90, 3))) / 4 + (y == np.arange(3)))
    p[[5, 50]] = [1, 0, 0]
    yield "multiclass", multiclass, p, y
    y = (random.random((90, 4)) < 0.3).astype(float)
    p = sigmoid(2 * y - 1 + random.normal(size=y.shape))
    p[7], p[8] = 0, 1
    yield "multilabel", multilabel, p, y
    y = random.normal(size=(90, 2)) * [1, 50] + [1e4, -3]
    yield "regression", regression, y + random.normal(size=y.shape), y


def awkward(random):
    rows = np.arange(90)[:, None]
    # One class only, for longer than a window, at first and at last; five scores.
    y = ((random.random((90, 1)) < 0.4) & (rows >= 35) & (rows < 55)).astype(float)
    yield "binary-one-class", binary, random.integers(0, 5, size=(90, 1)) / 4, y
    # A class that comes late, one that never does, classes that are equally probable.
    y = np.where(rows < 20, 0, np.where(rows < 60, random.integers(0, 2, (90, 1)), random.integers(0, 3, (90, 1))))
    p = random.integers(0, 2, size=(90, 4))
    p[p.sum(axis=1) == 0] = 1
    yield "multiclass-late-class", multiclass, p / p.sum(axis=1, keepdims=True), y.astype(float)
    # No label at all in what came, in what was said, in both.
    y = ((random.random((90, 3)) < 0.3) & (rows % 3 > 0)).astype(float)
    yield "multilabel-empty", multilabel, np.where(rows % 4 == 0, 0, random.integers(0, 5, size=y.shape) / 4), y
    # Labels that are all equal, at first all hit, and later for longer than a window.
    y = np.where((rows < 20) | (rows >= 50), 4.0, random.normal(size=(90, 1)))
    yield "regression-constant", regression, np.where(rows < 5, y, y + random.normal(size=y.shape)), y


def long(random):
    y = (random.random((3000, 1)) < 0.1).astype(float)
    yield "binary-long", binary, np.round(sigmoid(1.5 * y - 2.5 + random.normal(size=y.shape)), 6), y
    y = random.choice(3, size=(3000, 1), p=[0.7, 0.2, 0.1]).astype(float)
    p = softmax(random.normal(size=(3000, 3)) + (y == np.arange(3)))
    yield "multiclass-long", multiclass, hundredths_of_percents(p), y


def line(values):
    return " ".join(repr(float(v)) for v in values)


def named(values, names=lambda name: True):
    values = {name: value for name, value in values.items() if value is not None and names(name)}
    return " ".join(f"{name}={float(value)!r}" for name, value in values.items())


def fades(name):
    return name not in ("rocAuc", "expectedCalibrationError")


def write(file, metrics, p, y, window, every):
    with open(file, "w") as out:
        made = {"scikitLearn": sklearn.__version__, "numpy": np.__version__, "window": window, "fading": FADING}
        made = {"task": metrics.__name__, "outputs": p.shape[1], **made}
        print(*[f"{key}={value}" for key, value in made.items()], file=out)
        for n in range(1, len(y) + 1):
            fields = [line(p[n - 1]), line(y[n - 1])]
            if n % every == 0:
                first = max(0, n - window)
                fields.append(named(metrics(p[:n], y[:n], None)))
                fields.append(named(metrics(p[first:n], y[first:n], None)))
                fields.append(named(metrics(p[:n], y[:n], FADING ** np.arange(n - 1, -1, -1)), fades))
            print(*fields, sep=" | ", file=out)


def main():
    warnings.simplefilter("ignore")
    folder = Path("src/test/resources/scikit-learn")
    folder.mkdir(parents=True, exist_ok=True)
    for seed, streams, window, every in [(1, usual, 30, 1), (2, awkward, 30, 1), (3, long, 500, 100)]:
        for name, metrics, p, y in streams(np.random.default_rng(seed)):
            write(folder / f"{name}.txt", metrics, p, y, window, every)


if __name__ == "__main__":
    main()
