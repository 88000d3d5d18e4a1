#!/usr/bin/env python3
"""The peer of `bench step --peer`: one training step of the same networks in PyTorch, as one would write it.

Needs PyTorch (Debian 12: python3-torch libopenblas0-pthread). Says `PyTorch VERSION`, then answers each line

    INPUTS HIDDEN,HIDDEN,... HEADS BATCH MILLIS

with the median of the times of single steps, in microseconds, over about that many milliseconds, after a warm-up step:
the thread's own CPU time, as on the other side, so that what else the machine does weighs on neither.
"""
import sys
import time
from itertools import cycle
from statistics import median

import torch
from torch import nn

LEARNING_RATE = 0.001
# Rows of all mini-batches together, at least. Each two mini-batches have the same rows and opposite labels, which cannot
# be learned by heart: as in a stream, gradients go on, where else they would sink to slow denormal numbers.
ROWS, FEWEST_BATCHES = 1024, 8


class MultiTask(nn.Module):
    """A trunk of ReLU layers, and a linear head with a single output for each task."""

    def __init__(self, inputs, hidden, heads):
        super().__init__()
        layers, width = [], inputs
        for units in hidden:
            layers += [nn.Linear(width, units), nn.ReLU()]
            width = units
        self.trunk = nn.Sequential(*layers)
        self.heads = nn.ModuleList(nn.Linear(width, 1) for _ in range(heads))

    def forward(self, x):
        shared = self.trunk(x)
        return [head(shared) for head in self.heads]


class Step:
    """Predicts a mini-batch and makes an optimiser step on the sum of the tasks' mean squared errors."""

    def __init__(self, inputs, hidden, heads, batch):
        torch.manual_seed(7)
        self.model = MultiTask(inputs, hidden, heads)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=LEARNING_RATE)
        batches = []
        for _ in range(max(FEWEST_BATCHES, ROWS // batch) // 2):
            x, labels = torch.randn(batch, inputs), [torch.randn(batch, 1) for _ in range(heads)]
            batches += [(x, labels), (x, [-y for y in labels])]
        self.batches = cycle(batches)

    def __call__(self):
        x, labels = next(self.batches)
        loss = sum(nn.functional.mse_loss(z, y) for z, y in zip(self.model(x), labels))
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()


def micros(step, millis):
    step()
    times, end = [], time.thread_time_ns() + millis * 1_000_000
    while not times or time.thread_time_ns() < end:
        start = time.thread_time_ns()
        step()
        times.append(time.thread_time_ns() - start)
    return median(times) / 1000


def main():
    torch.set_num_threads(1)
    steps = {}
    print("PyTorch", torch.__version__, flush=True)
    for line in sys.stdin:
        inputs, hidden, heads, batch, millis = line.split()
        key = (inputs, hidden, heads, batch)
        if key not in steps:
            steps[key] = Step(int(inputs), [int(units) for units in hidden.split(",")], int(heads), int(batch))
        print(micros(steps[key], int(millis)), flush=True)


main()
