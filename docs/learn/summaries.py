"""Learns the weights of the default sentence method and writes src/score/salience.txt.

    cargo run --release --example sentence_features -- FEATURES ../shared/data/summaries
    python3 docs/learn/summaries.py FEATURES ../shared/data/summaries

Needs numpy. The first command writes what the program itself sees of each sentence and what some hundred summaries of each
document are worth. The second finds the weights with the highest expected ROUGE over those summaries, whose probability
is proportional to exp(sum of their sentences' scores): minimum risk training (Shen et al. 2016), each set counting the same.

With `--without SETS` or `--half 0` (or 1) it learns on the rest alone, leaves the weights file as it is and writes the
choices of the documents left out to FEATURES; the first command, run again, then prints what they are worth.
"""

import argparse
from pathlib import Path

import numpy

STEPS = 300
RATE = 0.03
PENALTY = 0.001
OUTSIDE = {"bbc"}  # references that look machine-made


class Set:
    """One set: features of its sentences, and for each summary of the pool the sums of the features."""

    def __init__(self, folder, name, width):
        rows = numpy.fromfile(folder / f"{name}.rows.f32", dtype="<f4").reshape(-1, width + 1)
        pool = numpy.fromfile(folder / f"{name}.pools.f32", dtype="<f4").reshape(-1, 66)
        self.features = rows[:, 1:].astype(float)
        documents = int(rows[-1, 0]) + 1
        self.edges = numpy.searchsorted(rows[:, 0], numpy.arange(documents + 1))
        self.document, self.worth, picks = pool[:, 0].astype(int), pool[:, 1].astype(float), pool[:, 2:].astype(int)
        self.lengths = numpy.zeros(documents, int)
        numpy.maximum.at(self.lengths, self.document, (picks >= 0).sum(1))
        self.sums = numpy.zeros((len(pool), width))
        for column in picks.T:
            there = column >= 0
            self.sums[there] += self.features[self.edges[self.document[there]] + column[there]]

    def gradient(self, weights, keep):
        """Mean expected worth of the kept documents and its gradient."""
        chosen = keep[self.document]
        sums, worth = self.sums[chosen], self.worth[chosen]
        _, document = numpy.unique(self.document[chosen], return_inverse=True)
        scores = sums @ weights
        highest = numpy.full(document.max() + 1, -numpy.inf)
        numpy.maximum.at(highest, document, scores)
        odds = numpy.exp(scores - highest[document])
        odds /= numpy.bincount(document, odds)[document]
        expected = numpy.bincount(document, odds * worth)
        return expected.mean(), (odds * (worth - expected[document])) @ sums / len(expected)

    def choices(self, weights, documents):
        """The best sentences of each document, nothing for those not asked for."""
        scores = self.features @ weights
        for document, (start, end) in enumerate(zip(self.edges, self.edges[1:])):
            best = numpy.argsort(-scores[start:end], kind="stable")[: self.lengths[document]]
            yield " ".join(map(str, sorted(best))) if documents[document] else ""


def learn(sets, keeps):
    """Weights for raw features; Adam (Kingma & Ba 2015) on standardised ones."""
    used = [(data, keep) for data, keep in zip(sets.values(), keeps) if keep.any()]
    scale = numpy.sqrt(numpy.mean([data.features.var(0) for data, _ in used], axis=0)) + 1e-9
    weights, first, second, mean = (numpy.zeros(len(scale)) for _ in range(4))
    for step in range(1, STEPS + 1):
        slope = numpy.mean([data.gradient(weights / scale, keep)[1] for data, keep in used], axis=0) / scale
        slope -= PENALTY * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        rate = RATE * min(1, 2 * (1 - step / STEPS))
        weights = weights + rate * first / (1 - 0.9**step) / (numpy.sqrt(second / (1 - 0.99**step)) + 1e-8)
        mean += weights * (step > 0.7 * STEPS)
    return mean / (STEPS - int(0.7 * STEPS)) / scale


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=Path)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--without", default="", help="sets to leave out, with commas between")
    parser.add_argument("--half", type=int, choices=(0, 1), help="learn on every other document")
    arguments = parser.parse_args()
    names = (arguments.features / "features.txt").read_text().split()
    listed = [line.split("\t")[0] for line in (arguments.shared / "sets.tsv").read_text().splitlines()[1:]]
    sets = {name: Set(arguments.features, name, len(names)) for name in listed if name not in OUTSIDE}
    without = set(arguments.without.split(",")) - {""}
    keeps = []
    for name, data in sets.items():
        keep = numpy.full(len(data.edges) - 1, name not in without)
        if arguments.half is not None:
            keep &= numpy.arange(len(keep)) % 2 == arguments.half
        keeps.append(keep)
    weights = learn(sets, keeps)
    if without or arguments.half is not None:
        for (name, data), keep in zip(sets.items(), keeps):
            if not keep.all():
                lines = data.choices(weights, ~keep)
                (arguments.features / f"{name}.choices.txt").write_text("\n".join(lines) + "\n")
        return
    path = Path(__file__).resolve().parents[2] / "src/score/salience.txt"
    head = [
        "# Weights of the salience method, learned by docs/learn/summaries.py on the development sets for the highest",
        "# expected ROUGE, each set counting the same (docs/quality.md). One feature and its weight a line; no bias.",
    ]
    path.write_text("\n".join(head + [f"{name} {weight:.6f}" for name, weight in zip(names, weights)]) + "\n")


if __name__ == "__main__":
    main()
