"""How the vocabulary grows with a corpus (Heaps' law), for docs/scale.md.

    python3 docs/learn/heaps.py ../shared/data target/release/epitome docs/heaps.svg

Fits statistics on growing samples of the English evaluation sets, fits V = K n^b to the terms by least squares over
logarithms, prints the points and the constants, and draws them. Needs nothing but Python.
"""

import json
import math
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def english(data):
    """The lines of all sets whose language is English, shuffled."""
    lines = []
    for kind in ("summaries", "keywords"):
        for row in (data / kind / "sets.tsv").read_text().splitlines():
            name, language = row.split("\t")[:2]
            if language == "en":
                lines += (data / kind / f"{name}.jsonl").read_text().splitlines()
    random.Random(7).shuffle(lines)
    return lines


def point(program, lines, folder):
    """Words and distinct terms of some articles, and bytes of their statistics."""
    corpus, statistics = folder / "corpus.jsonl", folder / "corpus.stats"
    corpus.write_text("\n".join(lines) + "\n")
    command = [program, "fit", "--language", "en", corpus, "-o", statistics]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    terms = int(re.search(r"([\d,]+) terms", said)[1].replace(",", ""))
    return sum(len(json.loads(line)["text"].split()) for line in lines), terms, statistics.stat().st_size


def fit(points):
    """K and b of V = K n^b."""
    logs = [(math.log(words), math.log(terms)) for words, terms, _ in points]
    mean_x, mean_y = (sum(column) / len(logs) for column in zip(*logs))
    b = sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs)
    return math.exp(mean_y - b * mean_x), b


def draw(points, k, b):
    """The points and the line, both axes logarithmic."""
    place = lambda words, terms: (60 + 130 * (math.log10(words) - 5), 260 - 160 * (math.log10(terms) - 3.8))
    ends = [place(words, k * words**b) for words in (2e5, 6e6)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in ends)
    dots = "".join("<circle cx='%.1f' cy='%.1f' r='4'/>" % place(words, terms) for words, terms, _ in points)
    labels = "".join(
        "<text x='%.1f' y='%.1f'>%s</text>" % (*(at + by for at, by in zip(place(words, terms), (8, 14))), f"{terms:,}")
        for words, terms, _ in points
    )
    return (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 360 280' font-family='sans-serif' font-size='11' fill='#335'>"
        "<rect width='360' height='280' fill='#fff'/><path d='M60 20V260H340' fill='none' stroke='#99a'/>"
        f"<polyline points='{line}' fill='none' stroke='#c63' stroke-width='1.5'/>{dots}{labels}"
        f"<text x='70' y='30'>distinct terms = {k:.1f} × words^{b:.3f}</text>"
        "<text x='250' y='275'>words (logarithmic)</text></svg>\n"
    )


def main():
    data, program, out = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    lines = english(data)
    with tempfile.TemporaryDirectory() as folder:
        points = [point(program, lines[:count], Path(folder)) for count in (300, 600, 1200, 2400, 4800)]
    k, b = fit(points)
    for words, terms, size in points:
        print(f"| {words:,} | {terms:,} | {k * words**b:,.0f} | {size:,} |")
    print(f"K = {k:.2f}, b = {b:.3f}")
    out.write_text(draw(points, k, b))


if __name__ == "__main__":
    main()
