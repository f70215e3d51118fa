#!/usr/bin/python3
"""train_classes.py EXAMPLES SIGNS_HEADER [--folds FOLDER]: learn from what class_examples wrote how a
beat's signs tell its class, and print lib/analyze/classify/trained_classes.cpp. --folds also writes
FOLDER/classes-K.weights, each of which never saw a sixth of MIT-BIH's records."""
import argparse
import re
import sys

sys.dont_write_bytecode = True
import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch.nn import functional  # noqa: E402

HEAD = 7  # record, lead, way, time, class, in_run, shape
WHOLE, COLD, NOISY = range(3)  # ways to see a record
N, S, V, F, Q = range(5)
HIDDEN = 10
STEPS = 1000
BATCH = 512
RATE = 6e-3
DECAY = 1e-2
VENTRICULAR_NOISE, EARLY_NOISE = 0.25, 0.1  # deviations
FARTHEST = 5.0  # deviations
SURE = 0.98
WEIGHTS = np.array([1, 0.3, 0.2])  # by the way a record is seen
FOLDS = 6
ABERRANT = 0.35  # logarithm of how much broader than the dominant shape
DROPPED = 0.25  # how often a group of signs is shown as usual

# +1: more of a sign speaks for the class, -1: against, 0: not known beforehand. The network keeps to it,
# so that what few people's hearts taught holds for others.
VENTRICULAR = {
    "before_scaled": -1, "after_scaled": 1, "pause_scaled": 1,
    "qrs_alike": -1, "broader": 1, "breadth": 1, "usual_breadth": -1, "begin_alike": -1,
    "shape_count": -1, "shape_early": -1, "shape_broader": 1, "shape_alike": -1, "is_dominant": -1,
    "p_alike": -1, "t_alike": -1, "qrs_unlike": 1, "broad_unlike": 1, "t_unlike": 1, "p_unlike": 1,
    "start_alike": -1, "aberrant": -1, "bends_before": -1, "bends_behind": -1, "odd_around": -1,
    "certainty": 1, "p_rest": 0, "t_rest": 0, "steps_before": 0, "uneven_of_all": 0, "before_that": 0,
    "size": 0, "own_alike": 0, "like_last": 0, "like_next": 0, "t_share": 0, "t_size": 0, "dominant_count": 0,
    "uneven": 0, "both": 0, "begin_share": 0, "usual_unlike": 0,
}
EARLY = {
    "before": -1, "before_scaled": -1, "pause_scaled": 1, "pause": 1, "step": -1, "before_upper": -1,
    "before_lower": -1, "before_of_all": -1, "uneven": -1, "qrs_alike": 1, "broader": -1,
    "begin_alike": 1, "shape_alike": 1, "is_dominant": 1, "p_rest": 1, "p_alike": -1, "p_unlike": 1,
    "qrs_unlike": -1, "broad_unlike": -1, "p_size": 0, "p_usual": 0, "p_height": 0, "t_size": 0,
    "t_alike": 0, "size": 0, "both": 0, "own_alike": 0, "like_last": 0,
}
TIMING = ["before", "after", "step", "pause", "both", "before_of_all", "shape_early", "before_scaled",
          "after_scaled", "before_upper", "before_lower", "pause_scaled", "before_that"]
P = {"p_alike": 0.7, "p_size": 0, "p_rest": 0.15}
T = {"t_alike": 0.9, "t_share": 1, "t_size": 0}
SHAPE = {"shape_count": -1, "shape_early": 0}


def sign_names(header):
    with open(header, encoding="utf-8") as file:
        body = re.search(r"enum class BeatSign[^{]*{(.*?)};", file.read(), re.S).group(1)
    return [name for name in re.findall(r"^\s*(\w+),?", re.sub(r"//.*", "", body), re.M) if name != "count"]


class Examples:
    def __init__(self, rows):
        self.record, self.lead, self.way, self.time, label, in_run, self.shape = rows[:, :HEAD].T
        self.in_run, self.label = in_run > 0, label.astype(int)
        self.signs = rows[:, HEAD:]
        self.rows = rows

    def where(self, mask):
        return Examples(self.rows[mask])


def weights_of(examples):
    """A record's beats of a class count together like their number to the power of 0.6."""
    keys = np.stack([examples.record, examples.lead, examples.way, examples.label], 1)
    _, group, count = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    n = count[group.ravel()].astype(float)
    return n**0.6 / n * WEIGHTS[examples.way.astype(int)]


class Monotone(torch.nn.Module):
    def __init__(self, names, directions):
        super().__init__()
        self.direction = torch.tensor([float(directions.get(name, 0)) for name in names])
        self.used = torch.tensor([float(name in directions) for name in names])
        bound = self.direction != 0
        start = torch.randn(HIDDEN, len(names))
        self.weight = torch.nn.Parameter(torch.where(bound, 0.3 * start - 1, 0.2 * start))
        self.bias = torch.nn.Parameter(torch.randn(HIDDEN) * 0.5)
        self.output = torch.nn.Parameter(torch.randn(HIDDEN) * 0.3 - 0.5)
        self.output_bias = torch.nn.Parameter(torch.zeros(1))

    def hidden(self):
        one_way = self.direction * functional.softplus(self.weight)
        return torch.where(self.direction != 0, one_way, self.weight) * self.used

    def forward(self, signs):
        seen = torch.tanh(signs @ self.hidden().T + self.bias)
        return seen @ functional.softplus(self.output) + self.output_bias


class Trained:
    def __init__(self, network, mean, deviation):
        self.network, self.mean, self.deviation = network, mean, deviation

    def odds(self, signs):
        shown = torch.tensor((signs - self.mean) / self.deviation).clamp(-FARTHEST, FARTHEST)
        with torch.no_grad():
            return self.network(shown).numpy()


def usual_values(names):
    values = np.zeros(len(names), np.float32)
    for group in (P, T, SHAPE):
        for name, value in group.items():
            values[names.index(name)] = value
    return values


def fit(examples, truth, names, directions, noise):
    torch.manual_seed(0)
    random = np.random.default_rng(0)
    mean, deviation = examples.signs.mean(0), examples.signs.std(0) + 1e-3
    signs = torch.tensor((examples.signs - mean) / deviation).clamp(-FARTHEST, FARTHEST)
    usual = torch.tensor((usual_values(names) - mean) / deviation)
    groups = [[names.index(name) for name in group] for group in (TIMING, P, T, SHAPE)]
    target = torch.tensor(truth.astype(np.float32) * (2 * SURE - 1) + 1 - SURE)
    network = Monotone(names, directions)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=STEPS)
    weights = weights_of(examples)
    chances = np.cumsum(weights / weights.sum())
    for _ in range(STEPS):
        chosen = np.minimum(np.searchsorted(chances, random.random(BATCH)), len(chances) - 1)
        shown = signs[chosen] + noise * torch.randn(BATCH, len(names))
        for group in groups:
            hide = torch.rand(BATCH, 1) < DROPPED
            shown[:, group] = torch.where(hide, usual[group], shown[:, group])
        loss = functional.binary_cross_entropy_with_logits(network(shown), target[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return Trained(network, mean, deviation)


def train(examples, names):
    """The ventricular network, and the one for early beats that are not."""
    broader, dominant = names.index("broader"), names.index("is_dominant")
    aberrant = (examples.label == S) & (examples.signs[:, broader] > ABERRANT) & (
        examples.signs[:, dominant] < 0.5)
    known = examples.where((examples.label <= V) & ~aberrant)
    ventricular = fit(known, known.label == V, names, VENTRICULAR, VENTRICULAR_NOISE)
    # Runs have a rule of their own, and what noise hides of P teaches nothing.
    other = known.where((known.label <= S) & ~known.in_run & (known.way != NOISY))
    return ventricular, fit(other, other.label == S, names, EARLY, EARLY_NOISE)


def literal(values):
    return "{{" + ", ".join(f"{v:.6g}F" if "." in f"{v:.6g}" or "e" in f"{v:.6g}" else f"{v:.6g}.0F"
                            for v in np.atleast_1d(values)) + "}}"


def arrays(trained):
    """In the order of ClassNetwork."""
    network = trained.network
    with torch.no_grad():
        output = functional.softplus(network.output).numpy()
        return (trained.mean, 1 / trained.deviation, network.hidden().numpy(),
                network.bias.detach().numpy(), output, network.output_bias.detach().numpy())


def initializer(trained):
    mean, scale, hidden, bias, output, output_bias = arrays(trained)
    rows = ",\n".join(literal(row) for row in hidden)
    return (f"{{{literal(mean)},\n{literal(scale)},\n{{{{{rows}}}}},\n{literal(bias)},\n"
            f"{literal(output)},\n{literal(output_bias)[2:-2]}}}")


def print_source(examples, names):
    ventricular, early = train(examples, names)
    print("// Written by scripts/train-classes from beat annotations of MIT-BIH, with noise of NSTDB, and QTDB\n"
          "// (all ODC-By 1.0), its excerpts of MIT-BIH apart.\n"
          '#include "analyze/classify/class_odds.hpp"\n\nnamespace ecg::analyze {\n\n'
          "const ClassNetworks& trained_classes() {\n    static constexpr ClassNetworks networks{"
          f"{initializer(ventricular)},\n{initializer(early)}}};\n    return networks;\n}}\n\n"
          "} // namespace ecg::analyze")


def folds(examples, names, records):
    """Of each fold: the records of MIT-BIH that it holds out, and what the others teach."""
    scored = [number for number, (database, _) in enumerate(records) if database == "mitdb"]
    for fold in range(FOLDS):
        held_out = scored[fold::FOLDS]
        yield held_out, *train(examples.where(~np.isin(examples.record, held_out)), names)


def write_folds(examples, names, records, folder):
    for fold, (held_out, *networks) in enumerate(folds(examples, names, records)):
        with open(f"{folder}/classes-{fold}.weights", "w", encoding="ascii") as file:
            print(*(records[number][1] for number in held_out), file=file)
            for network in networks:
                for array in arrays(network):
                    for row in np.atleast_2d(array):
                        print(*(f"{value:.6g}" for value in row), file=file)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("examples")
    parser.add_argument("header")
    parser.add_argument("--folds", metavar="FOLDER")
    options = parser.parse_args()
    torch.set_num_threads(1)
    names = sign_names(options.header)
    examples = Examples(np.fromfile(options.examples, dtype="<f4").reshape(-1, HEAD + len(names)))
    with open(options.examples + ".records", encoding="utf-8") as file:
        records = [line.split() for line in file]
    print_source(examples, names)
    if options.folds:
        write_folds(examples, names, records, options.folds)


if __name__ == "__main__":
    main()
