#!/usr/bin/env python3
"""The workloads of engine-bench on PyTorch (CPU): prints one JSON object, {"workload": milliseconds}.

Names and work are those of Sources/engine-bench/Workload.swift, so that the two can be laid side by side.
Milliseconds are medians; with --memory they are MiB instead: what the process's peak grows by.

usage: torch_bench.py [--threads N] [--only NAME]... [--cpu-time] [--memory]
"""
import argparse
import json
import resource
import statistics
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

R = torch.randn
WORKLOADS = {}


def workload(name, runs=40, warm_ups=10):
    def register(make):
        WORKLOADS[name] = (make, runs, warm_ups)
        return make

    return register


def convolution(backward, n, c, h, k, f, p):
    x, w, b = R(n, c, h, h), R(k, c, f, f), R(k)
    if not backward:

        def forward():
            with torch.no_grad():
                F.conv2d(x, w, b, padding=p)

        return forward
    for t in (x, w, b):
        t.requires_grad_()
    g = torch.randn_like(F.conv2d(x, w, b, padding=p))

    def both():
        x.grad = w.grad = b.grad = None
        F.conv2d(x, w, b, padding=p).backward(g)

    return both


CONVOLUTIONS = {
    "n64c1h28k8f3": (64, 1, 28, 8, 3, 1),
    "n64c8h28k16f3": (64, 8, 28, 16, 3, 1),
    "n64c32h28k64f3": (64, 32, 28, 64, 3, 1),
    "n32c64h14k128f3": (32, 64, 14, 128, 3, 1),
    "n64c3h32k32f5": (64, 3, 32, 32, 5, 2),
    "n1c3h224k64f7": (1, 3, 224, 64, 7, 3),
    "n256c6h14k16f5": (256, 6, 14, 16, 5, 0),
}
for tag, shape in CONVOLUTIONS.items():
    for direction, backward in (("forward", False), ("forward+backward", True)):
        workload(f"conv2d.{direction}.{tag}", 30, 5)(
            lambda backward=backward, shape=shape: convolution(backward, *shape))


def training(model, optimizer, x, y):
    def step():
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def classes(count):
    return torch.randint(0, 10, (count,))


@workload("train.tiny-cnn.b32")
def _():
    model = nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(128, 10))
    return training(model, torch.optim.SGD(model.parameters(), lr=0.1), R(32, 1, 8, 8), classes(32))


@workload("train.small-cnn.b64")
def _():
    model = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(784, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    return training(model, optimizer, R(64, 1, 28, 28), classes(64))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Sigmoid(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5), nn.Sigmoid(), nn.AvgPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.Sigmoid(), nn.Linear(120, 84), nn.Sigmoid(), nn.Linear(84, 10))


@workload("train.lenet5.b256")
def _():
    model = lenet()
    return training(model, torch.optim.SGD(model.parameters(), lr=0.1), R(256, 1, 28, 28), classes(256))


@workload("train.lenet5-adam.b32")
def _():
    model = lenet()
    return training(model, torch.optim.Adam(model.parameters(), lr=1e-3), R(32, 1, 28, 28), classes(32))


@workload("train.vgg-block.b32")
def _():
    model = nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(4096, 128), nn.ReLU(), nn.Linear(128, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    return training(model, optimizer, R(32, 3, 32, 32), classes(32))


def recurrent(cell, time_steps, batch, inputs, hidden):
    layer, head = cell(inputs, hidden), nn.Linear(hidden, 10)
    optimizer = torch.optim.SGD([*layer.parameters(), *head.parameters()], lr=0.1)
    x, y = R(time_steps, batch, inputs), classes(batch)

    def step():
        optimizer.zero_grad()
        F.cross_entropy(head(layer(x)[0][-1]), y).backward()
        optimizer.step()

    return step


RECURRENT = {
    "train.rnn.t35b32i28h128": (nn.RNN, 35, 32, 28, 128),
    "train.rnn.t100b32i64h256": (nn.RNN, 100, 32, 64, 256),
    "train.rnn.t20b1i8h16": (nn.RNN, 20, 1, 8, 16),
    "train.lstm.t35b32i28h128": (nn.LSTM, 35, 32, 28, 128),
    "train.gru.t35b32i28h128": (nn.GRU, 35, 32, 28, 128),
}
for name, shape in RECURRENT.items():
    workload(name, 30, 5)(lambda shape=shape: recurrent(*shape))


@workload("matmul.512")
def _():
    a, b = R(512, 512), R(512, 512)
    return lambda: a @ b


@workload("elementwise.add.4k", 400, 50)
def _():
    a, b = R(4096), R(4096)
    return lambda: a + b


def median_ms(run, runs, warm_ups, clock):
    for _ in range(warm_ups):
        run()
    times = []
    for _ in range(runs):
        start = clock()
        run()
        times.append(clock() - start)
    return statistics.median(times) * 1e3


def peak_mib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", action="append")
    parser.add_argument("--cpu-time", action="store_true")
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    clock = time.process_time if options.cpu_time else time.perf_counter
    results = {}
    for name, (make, runs, warm_ups) in WORKLOADS.items():
        if options.only and name not in options.only:
            continue
        before = peak_mib()
        milliseconds = median_ms(make(), runs, warm_ups, clock)
        results[name] = round(peak_mib() - before if options.memory else milliseconds, 5)
    print(json.dumps(results, indent=1))


main()
