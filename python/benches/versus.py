"""The Python package beside the program, and beside other packages of its kind, on the same texts.

    python python/benches/versus.py [RUNS]      5 runs unless told otherwise

One thread, user CPU time, alternating runs, medians of the ratios of each run; what the package gives is compared with what
the program wrote. Needs a release build of the program (or EPITOME_BIN) and this package installed; sumy, summa and yake are
measured where they are installed, on fewer texts, since they are slow.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow.json

import epitome

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = 10_000
PEER_ARTICLES = 40


def sources() -> list[str]:
    """English texts: the evaluation sets where they are, else corpus/."""
    sets = ROOT.parent / "shared" / "data" / "summaries"
    english = [line.split("\t")[0] for line in (sets / "sets.tsv").open() if "\ten\t" in line] if sets.is_dir() else []
    articles = [article for name in english for article in epitome.read(sets / f"{name}.jsonl")]
    return [article.text for article in articles or epitome.read(ROOT / "corpus" / "en")]


def write(path: Path) -> int:
    """The articles as a file of records, each with paragraphs of its own; gives the bytes of their texts."""
    texts, dice, size = sources(), random.Random(1), 0
    with path.open("w", encoding="utf-8") as lines:
        for number in range(ARTICLES):
            paragraphs = texts[number % len(texts)].split("\n")
            dice.shuffle(paragraphs)
            text = "\n".join(paragraphs)[:6000]
            size += len(text.encode())
            lines.write(json.dumps({"id": str(number), "text": text}) + "\n")
    return size


def user_time(work: Callable[[], object], who: int = resource.RUSAGE_SELF) -> tuple[float, object]:
    """User CPU seconds of all threads, and the result."""
    before = resource.getrusage(who).ru_utime
    result = work()
    return resource.getrusage(who).ru_utime - before, result


def beside_the_program(path: Path, runs: int) -> dict[str, tuple[float, float]]:
    """Seconds and ratio to the program of each way."""
    target = os.environ.get("CARGO_TARGET_DIR", ROOT / "target")
    program = os.environ.get("EPITOME_BIN", Path(target) / "release" / "epitome")
    out = path.with_name("out.jsonl")
    options = ["-q", "--progress", "never", "-j", "1", "--statistics", "builtin"]
    command = [str(program), "summarize", *options, str(path), "-o", str(out)]
    summarizer = epitome.Summarizer()
    json_options = pyarrow.json.ReadOptions(use_threads=False, block_size=1 << 26)
    ways: dict[str, Callable[[], object]] = {
        "`read` and `summarize_many`": lambda: summarizer.summarize_many(epitome.read(path), threads=1),
        "`pyarrow.json.read_json` and `summarize_table`": lambda: summarizer.summarize_table(
            pyarrow.json.read_json(path, json_options), threads=1
        ),
    }
    times: dict[str, list[float]] = {name: [] for name in ["the program", *ways]}
    for run in range(runs):
        seconds, _ = user_time(lambda: subprocess.run(command, check=True), resource.RUSAGE_CHILDREN)
        times["the program"].append(seconds)
        for name, way in ways.items():
            seconds, results = user_time(way)
            times[name].append(seconds)
            if run == 0:
                check(name, results, out)
            del results
    base = times["the program"]
    return {
        name: (statistics.median(each), statistics.median(one / other for one, other in zip(each, base)))
        for name, each in times.items()
    }


def check(name: str, results: object, out: Path) -> None:
    """Compares texts and scores with the program's records."""
    rows = results.to_pylist() if hasattr(results, "to_pylist") else [result.to_dict() for result in results]
    with out.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]

    def essence(rows):
        chosen = [[(one["text"], one["sentence"], one["score"]) for one in row["summary"]] for row in rows]
        return [row["id"] for row in rows], chosen, [row["keywords"] for row in rows]

    if essence(rows) != essence(records):
        raise SystemExit(f"{name}: other results than the program's")


class Plain:
    """Sentences and words for sumy, by regular expressions: faster than those of NLTK, whose data would be a download."""

    def to_sentences(self, text: str) -> list[str]:
        return re.split(r"(?<=[.!?])\s+", text)

    def to_words(self, sentence: str) -> list[str]:
        return re.findall(r"\w+", sentence)


def peers() -> dict[str, Callable[[str], object]]:
    """Three sentences, ten keywords: the same task in other packages."""
    found: dict[str, Callable[[str], object]] = {}
    try:
        from sumy.nlp.stemmers import Stemmer
        from sumy.parsers.plaintext import PlaintextParser
        from sumy.summarizers.lex_rank import LexRankSummarizer
        from sumy.summarizers.lsa import LsaSummarizer

        for name, kind in (("LexRank", LexRankSummarizer), ("LSA", LsaSummarizer)):
            sumy = kind(Stemmer("english"))
            found[f"sumy, {name}"] = lambda text, sumy=sumy: sumy(PlaintextParser(text, Plain()).document, 3)
    except ImportError as error:
        print(f"no sumy: {error}", file=sys.stderr)
    try:
        from summa import keywords, summarizer

        found["summa, summary"] = lambda text: summarizer.summarize(text, words=60)
        found["summa, keywords"] = lambda text: keywords.keywords(text, words=10)
    except ImportError as error:
        print(f"no summa: {error}", file=sys.stderr)
    try:
        import yake

        found["yake, keywords"] = yake.KeywordExtractor(lan="en", n=3, top=10).extract_keywords
    except ImportError as error:
        print(f"no yake: {error}", file=sys.stderr)
    return found


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        path = Path(folder) / "articles.jsonl"
        size = write(path)
        ways = beside_the_program(path, runs)
        with path.open(encoding="utf-8") as lines:
            texts = [json.loads(next(lines))["text"] for _ in range(PEER_ARTICLES)]
    print(f"{ARTICLES} articles, {size / 1e6:.1f} MB of text, {runs} runs\n")
    print("| way | seconds | MB/s | time of the program |\n| --- | ---: | ---: | ---: |")
    for name, (seconds, ratio) in ways.items():
        print(f"| {name} | {seconds:.2f} | {size / seconds / 1e6:.1f} | {ratio:.2f} × |")
    rate = size / ways["the program"][0]
    sample = sum(len(text.encode()) for text in texts)
    for name, work in peers().items():
        seconds, _ = user_time(lambda: [work(text) for text in texts])
        print(f"| {name} | {seconds:.2f} ({len(texts)} articles) | {sample / seconds / 1e6:.2f} | {rate * seconds / sample:.0f} × |")


main()
