#!/usr/bin/python3
"""train_delineator.py BEATS WEIGHTS [--hold-out FOLD] [--steps N]: train the delineation network on
what training_beats wrote, to weights that the library reads; the same bytes on every run."""
import argparse
import sys
import warnings

sys.dont_write_bytecode = True
import numpy as np  # noqa: E402
import torch  # noqa: E402

from beats import is_annotated, read_beats  # noqa: E402
from examples import ExampleSource  # noqa: E402
from loss import loss_of  # noqa: E402
from network import MovingAverage, Network, weights_file  # noqa: E402

FOLDS = 4
SEED = 1
LEARNING_RATE = 4e-3
WEIGHT_DECAY = 2e-2
STEEPEST = 2.0  # norm of the gradient
SHOWN_EVERY = 20  # steps


def held_out(records, fold):
    """Every fourth of the annotated records in ascending order; fold None: none."""
    annotated = sorted({record for record in records if is_annotated(record)})
    return set() if fold is None else set(annotated[fold::FOLDS])


def show(step, steps, loss):
    if sys.stderr.isatty():
        end = "\n" if step == steps else ""
        sys.stderr.write(f"\rtraining: {step} of {steps} steps, loss {loss:.2f} {end}")
        sys.stderr.flush()


def train(beats, fold, steps):
    """The running mean of the weights over the last steps."""
    source = ExampleSource(beats, held_out(beats.record, fold), np.random.default_rng(SEED))
    torch.manual_seed(SEED)
    network = Network()
    average = MovingAverage(network)
    optimizer = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, LEARNING_RATE, total_steps=steps, pct_start=0.15
    )
    for step in range(steps):
        examples = source.batch()
        loss = loss_of(network(torch.from_numpy(np.stack([e.shown for e in examples]))), examples)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), STEEPEST)
        optimizer.step()
        schedule.step()
        average.follow(network, step)
        if (step + 1) % SHOWN_EVERY == 0 or step + 1 == steps:
            show(step + 1, steps, loss.item())
    return average.network


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("beats")
    parser.add_argument("weights")
    parser.add_argument("--hold-out", type=int, choices=range(FOLDS), metavar="FOLD", help="0 to 3")
    parser.add_argument("--steps", type=int, default=4000)
    options = parser.parse_args()
    torch.set_num_threads(1)
    trained = train(read_beats(options.beats), options.hold_out, options.steps)
    with open(options.weights, "wb") as file:
        file.write(weights_file(trained))


if __name__ == "__main__":
    warnings.filterwarnings("ignore", category=UserWarning)
    main()
