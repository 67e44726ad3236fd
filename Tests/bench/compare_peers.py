"""Runs engine-bench and the same work on PyTorch in turn and prints the ratio of their medians a row.

usage: compare_peers.py ENGINE_BENCH [--threads N] [--rounds N] [--cpu-time] [--only NAME]...
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

# The ratio, engine time / PyTorch time, that each row is to stay under with two threads. With one thread
# the same holds within 20 %.
GOALS = {
    "train.tiny-cnn.b32": 0.25,
    "train.small-cnn.b64": 0.25,
    "train.lenet5.b256": 0.30,
    "train.lenet5-adam.b32": 0.20,
    "train.vgg-block.b32": 0.70,
    "train.rnn.t35b32i28h128": 0.50,
    "train.rnn.t100b32i64h256": 0.60,
    "train.rnn.t20b1i8h16": 0.10,
    "train.lstm.t35b32i28h128": 0.70,
    "train.gru.t35b32i28h128": 0.40,
    "conv2d.forward.n64c1h28k8f3": 0.50,
    "conv2d.forward+backward.n64c1h28k8f3": 0.50,
    "conv2d.forward.n64c8h28k16f3": 0.50,
    "conv2d.forward+backward.n64c8h28k16f3": 0.50,
    "matmul.512": 1.05,
    "elementwise.add.4k": 1.0,
}
OTHER_CONVOLUTIONS = 0.90
MEMORY_ROW, MEMORY_GOAL = "train.lenet5.b256", 0.5


def run(command, threads):
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads))
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("engine_bench")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cpu-time", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    options = parser.parse_args()
    peer_program = str(pathlib.Path(__file__).with_name("torch_bench.py"))
    common = ["--threads", str(options.threads)]
    for name in options.only:
        common += ["--only", name]
    timing = common + (["--cpu-time"] if options.cpu_time else [])
    engine_command, peer_command = [options.engine_bench, "--json"], [sys.executable, peer_program]
    engine, peer = [], []
    for _ in range(options.rounds):
        engine.append(run(engine_command + timing, options.threads))
        peer.append(run(peer_command + timing, options.threads))

    slack = 1.2 if options.threads == 1 else 1.0
    what = "CPU ms" if options.cpu_time else "ms"
    print(f"{options.threads} thread(s), medians of {options.rounds} alternating runs, {what}")
    print(f"{'workload':<40}{'engine':>10}{'PyTorch':>10}{'ratio':>8}{'goal':>7}")
    missed = 0
    for name in engine[0]:
        ours = statistics.median(result[name] for result in engine)
        theirs = statistics.median(result[name] for result in peer)
        goal = GOALS.get(name, OTHER_CONVOLUTIONS) * slack
        reached = ours / theirs <= goal
        missed += not reached
        verdict = "reached" if reached else "NOT reached"
        print(f"{name:<40}{ours:>10.3f}{theirs:>10.3f}{ours / theirs:>8.2f}{goal:>7.2f}  {verdict}")
    if MEMORY_ROW in engine[0]:
        memory = ["--threads", str(options.threads), "--memory", "--only", MEMORY_ROW]
        ours = run(engine_command + memory, options.threads)[MEMORY_ROW]
        theirs = run(peer_command + memory, options.threads)[MEMORY_ROW]
        reached = ours / theirs <= MEMORY_GOAL
        missed += not reached
        verdict = "reached" if reached else "NOT reached"
        print(f"{'memory of ' + MEMORY_ROW + ', MiB':<40}{ours:>10.1f}{theirs:>10.1f}"
              f"{ours / theirs:>8.2f}{MEMORY_GOAL:>7.2f}  {verdict}")
    print("all goals reached" if missed == 0 else f"{missed} goal(s) not reached")


main()
