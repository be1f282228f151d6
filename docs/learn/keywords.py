"""Learns the trees of the default keyword method and writes src/keyword/model.txt.

    cargo run --release --example keyword_features -- FEATURES ../shared/data/keywords/*.jsonl
    python3 docs/learn/keywords.py FEATURES ../shared/data/keywords

Needs numpy and lightgbm. The first command writes what the program itself sees of each phrase that comes before its
trees, the second learns from it (LightGBM, binary log loss) and prints, for each set, F1 of the first 10 keywords in percent: `folds`
learned on every other document and measured on those between (the honest figure), `final` measured on the documents
that the written trees were learned from. Both with document frequencies from the set itself (`corpus`) and from the
program (`builtin`). It also writes them to docs/learn/keywords-table.md.
"""

import argparse
import sys
from pathlib import Path

import lightgbm
import numpy

CONDITIONS = ("corpus", "builtin")
NEGATIVES = 35  # drawn for each document, beside all its keywords
ROUNDS = 40
# What is known before any text is seen: 1 where more of a feature speaks for a phrase, -1 where it speaks against it. It
# costs no F1 and keeps languages and kinds of text that nothing was learned from sane.
MONOTONE = dict(position=-1, stops=-1, free=1)
PARAMETERS = dict(
    objective="binary",
    learning_rate=0.2,
    num_leaves=31,
    min_data_in_leaf=300,
    feature_fraction=0.6,
    bagging_fraction=0.8,
    bagging_freq=1,
    lambda_l2=10,
    max_bin=63,
    seed=3,
    num_threads=2,
    deterministic=True,
    force_row_wise=True,
    verbosity=-1,
)


class Set:
    """One set of documents under one condition: a row for each phrase that the trees see."""

    def __init__(self, folder, name, condition, width):
        rows = numpy.fromfile(folder / f"{name}.{condition}.f32", dtype="<f4").reshape(-1, width + 3)
        self.document = rows[:, 0].astype(int)
        self.wanted = rows[:, 1]
        self.gold = rows[:, 2].astype(int)
        self.features = rows[:, 3:]
        documents = self.document.max() + 1
        self.edges = numpy.searchsorted(self.document, numpy.arange(documents + 1))

    def sample(self, keep):
        """Rows to learn from: of each wanted document all keywords and some other phrases."""
        random = numpy.random.default_rng(0)
        picked = []
        for document, (start, end) in enumerate(zip(self.edges, self.edges[1:])):
            good = start + numpy.flatnonzero(self.gold[start:end])
            bad = start + numpy.flatnonzero(self.gold[start:end] == 0)
            if len(good) and keep(document):
                picked += [good, random.choice(bad, min(NEGATIVES, len(bad)), replace=False)]
        return numpy.concatenate(picked)

    def f1(self, scores, keep, limit=10):
        """Mean F1 of the first keywords; like the evaluation it counts a gold phrase once."""
        figures = []
        for document, (start, end) in enumerate(zip(self.edges, self.edges[1:])):
            if not keep(document):
                continue
            best = start + numpy.argsort(-scores[start:end], kind="stable")[:limit]
            hits = len(set(self.gold[best]) - {0})
            wanted = self.wanted[start] if end > start else 0
            figures.append(2 * hits / (limit + wanted) if wanted else 0)
        return figures


def learn(sets, names, keep, rounds=ROUNDS, **changes):
    """Trees for documents that are to be kept; each set weighs the same."""
    rows, labels, weights = [], [], []
    for data in sets.values():
        chosen = data.sample(keep)
        rows.append(data.features[chosen])
        labels.append(data.gold[chosen] > 0)
        weights.append(numpy.full(len(chosen), 1 / len(chosen)))
    weights = numpy.concatenate(weights)
    weights *= len(weights) / weights.sum()
    data = lightgbm.Dataset(numpy.concatenate(rows), numpy.concatenate(labels), weight=weights, feature_name=names)
    monotone = [MONOTONE.get(name, 0) for name in names]
    return lightgbm.train({**PARAMETERS, "monotone_constraints": monotone, **changes}, data, rounds)


def predict(model, data):
    return model.predict(data.features, raw_score=True)


def write(model, path):
    """The trees as text; `src/keyword/trees.rs` describes the format."""
    dump = model.dump_model()
    names = dump["feature_names"]
    lines = [
        "# Boosted trees of the keyword method `learned`: feature, threshold, mean of the leaves; or = leaf.",
        "# Learned by docs/learn/keywords.py; trees.rs has the format, features.rs the features.",
        "features " + " ".join(names),
    ]

    def mean(node):
        """Mean of the leaves below a node, and the rows it is taken over."""
        if "leaf_value" in node:
            return node["leaf_value"], node["leaf_count"]
        (left, of_left), (right, of_right) = mean(node["left_child"]), mean(node["right_child"])
        return (left * of_left + right * of_right) / (of_left + of_right), of_left + of_right

    def visit(node):
        if "leaf_value" in node:
            lines.append(f"= {node['leaf_value']:.5f}")
            return
        threshold = 0 if abs(node["threshold"]) < 1e-20 else node["threshold"]
        lines.append(f"{names[node['split_feature']]} {threshold:.7g} {mean(node)[0]:.4f}")
        visit(node["left_child"])
        visit(node["right_child"])

    for tree in dump["tree_info"]:
        lines.append("tree")
        visit(tree["tree_structure"])
    path.write_text("\n".join(lines) + "\n")


def load(features, shared):
    names = (features / "features.txt").read_text().split()
    table = [line.split("\t") for line in (shared / "sets.tsv").read_text().splitlines()[1:]]
    found = {
        (row[0], condition): Set(features, row[0], condition, len(names)) for row in table for condition in CONDITIONS
    }
    counted = {row[0] for row in table if row[3] == "1"}
    peers = {}
    for line in (shared / "peers.tsv").read_text().splitlines()[1:]:
        name, method, figure = line.split("\t")
        if method != "ceil" and float(figure) > peers.get(name, ("", 0))[1]:
            peers[name] = (method, float(figure))
    return names, found, counted, peers


def folds(sets, names, **changes):
    """F1 by set and condition, each document measured by trees that were learned without it."""
    figures = {key: [] for key in sets}
    for half in (0, 1):
        model = learn(sets, names, lambda document: document % 2 == half, **changes)
        for key, data in sets.items():
            figures[key] += data.f1(predict(model, data), lambda document: document % 2 != half)
    return {key: 100 * numpy.mean(of_set) for key, of_set in figures.items()}


def table(honest, final, counted, peers, sizes):
    lines = [
        "| set | documents | best peer | folds, corpus | folds, builtin | final, corpus | final, builtin |",
        "| --- | ---: | --- | ---: | ---: | ---: | ---: |",
    ]
    for name, (method, figure) in peers.items():
        cells = [f"{result[name, condition]:.1f}" for result in (honest, final) for condition in CONDITIONS]
        lines.append(f"| `{name}` | {sizes[name]} | {method} {figure:.1f} | {' | '.join(cells)} |")
    mean = lambda result, condition: numpy.mean([result[name, condition] for name in counted])
    cells = [f"**{mean(result, condition):.2f}**" for result in (honest, final) for condition in CONDITIONS]
    best = numpy.mean([peers[name][1] for name in counted])
    lines.append(f"| mean of the {len(counted)} sets | | {best:.1f} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=Path)
    parser.add_argument("shared", type=Path)
    arguments = parser.parse_args()
    names, sets, counted, peers = load(arguments.features, arguments.shared)
    honest = folds(sets, names)
    model = learn(sets, names, lambda document: True)
    final = {
        key: 100 * numpy.mean(data.f1(predict(model, data), lambda document: True)) for key, data in sets.items()
    }
    root = Path(__file__).resolve().parents[2]
    write(model, root / "src/keyword/model.txt")
    sizes = {name: len(data.edges) - 1 for (name, _), data in sets.items()}
    text = table(honest, final, counted, peers, sizes)
    head = "F1 of the first 10 keywords in percent. `docs/learn/keywords.py` explains the columns and writes this file.\n\n"
    (root / "docs/learn/keywords-table.md").write_text(head + text)
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
