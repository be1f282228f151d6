"""Fills in the figures of rouge.jsonl (or of the file named): each line holds a candidate and a reference, whose
sentences are separated by line feeds; the figures are precision, recall and F1.

    pip install rouge-score==0.1.2
    python rouge.py [FILE]
"""

import json
import pathlib
import sys

from rouge_score.rouge_scorer import RougeScorer

table = pathlib.Path(sys.argv[1]) if sys.argv[1:] else pathlib.Path(__file__).with_name("rouge.jsonl")
types = ["rouge1", "rouge2", "rougeLsum"]
scorer = RougeScorer(types, use_stemmer=True)
lines = []
for line in table.read_text(encoding="utf-8").split("\n"):
    if line:
        case = json.loads(line)
        scores = scorer.score(case["reference"], case["candidate"])
        case.update({name: [round(figure, 7) for figure in scores[name]] for name in types})
        lines.append(json.dumps(case, ensure_ascii=False) + "\n")
table.write_text("".join(lines), encoding="utf-8", newline="\n")
