#!/usr/bin/env bash
# How much memory a corpus takes: JSON lines of so many articles, and an eighth as many, made from the English evaluation
# sets with words varied so that the vocabulary grows as in real text; summarized with two threads, by built-in and by
# corpus statistics; the eighth three times, of which the median counts. Prints a table of the most that was resident, and
# fails where records are missing.
#
#   benches/memory.sh [ARTICLES]     1,000,000 unless told otherwise: 2 GB, some minutes; needs ../shared/data, Python and
#                                    a release build. Works in $TMPDIR, which must have room for it twice.
set -euo pipefail
cd "$(dirname "$0")/.."
data=../shared/data
epitome=${EPITOME_BIN:-${CARGO_TARGET_DIR:-target}/release/epitome}
[ -d "$data" ] || { echo "memory: skipped, $data is not here" >&2; exit 0; }
[ -x "$epitome" ] || { echo "memory: build $epitome first (cargo build --release)" >&2; exit 2; }
work=$(mktemp -d "${TMPDIR:-/tmp}/memory.XXXXXX")
trap 'rm -rf "$work"' EXIT

python3 - "$data" "$epitome" "$work" "${1:-1000000}" <<'PYTHON'
import json, random, re, subprocess, sys, time
from pathlib import Path

data, program, work, most = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])

# Heaps' law as docs/scale.md has it, and the bytes of an article.
K, B, BYTES = 5.96, 0.62, 2000
# What a process had before it became another program counts as that one's: it must not be all that stands here.
LAUNCH = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
SYLLABLES = [a + b for a in "bcdfghklmnprstvw" for b in "aeiou"]


def sentences():
    """The sentences of the English sets, as they stand in JSON."""
    found = []
    for kind in ("summaries", "keywords"):
        for row in (data / kind / "sets.tsv").read_text().splitlines():
            name, language = row.split("\t")[:2]
            if language == "en":
                for line in (data / kind / f"{name}.jsonl").read_text().splitlines():
                    for sentence in re.split(r"(?<=[.!?])\s+", json.loads(line)["text"]):
                        if 40 < len(sentence) < 400:
                            found.append(json.dumps(sentence, ensure_ascii=False)[1:-1])
    return found


def word(number):
    """A word of its own for each number."""
    parts = []
    while number or not parts:
        number, syllable = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[syllable])
    return "x" + "".join(parts)


def make(path, articles, pool):
    """Articles of random sentences, with as many words that nobody has used before as Heaps' law asks for."""
    rand = random.Random(7)
    words = coined = 0
    with path.open("w") as out:
        for number in range(articles):
            text, size = [], 0
            while size < BYTES - 60:
                sentence = pool[int(rand.random() * len(pool))]
                text.append(sentence)
                size += len(sentence)
            words += size // 6
            wanted = int(K * words**B)
            new = [word(coin) for coin in range(coined, wanted)]
            coined = max(coined, wanted)
            # Words that were coined before come again, the older the more often.
            new += [word(int(coined * rand.random() ** 3)) for _ in range(3)]
            for at in range(0, len(new), 8):
                text.insert(rand.randrange(len(text)), "Then there was " + " and ".join(new[at : at + 8]) + ".")
            out.write('{"id": "article-%d", "text": "%s"}\n' % (number, " ".join(text)))


def run(statistics, source):
    """Records, seconds, and the most that was resident, in bytes."""
    out = work / "out.jsonl"
    command = [program, "summarize", "-q", "-j", "2", "--statistics", statistics, source, "-o", out]
    begun = time.monotonic()
    launched = subprocess.run([sys.executable, "-c", LAUNCH, *command], stdout=subprocess.PIPE)
    seconds = time.monotonic() - begun
    if launched.returncode != 0:
        sys.exit(f"memory: {command} failed")
    with out.open("rb") as file:
        records = sum(1 for _ in file)
    out.unlink()
    return records, seconds, int(launched.stdout) * 1024


pool = sentences()
print("| statistics | articles | input | seconds | MB/s | most resident |")
print("| --- | ---: | ---: | ---: | ---: | ---: |")
resident = {}
for articles in (most // 8, most):
    source = work / "in.jsonl"
    make(source, articles, pool)
    size = source.stat().st_size
    for statistics in ("builtin", "corpus"):
        runs = [run(statistics, source) for _ in range(1 if articles == most else 3)]
        for records, _, _ in runs:
            if records != articles:
                sys.exit(f"memory: {records} records of {articles} articles")
        _, seconds, peak = sorted(runs, key=lambda run: run[2])[len(runs) // 2]
        resident[statistics, articles] = peak
        rate = size / seconds / 1e6
        row = [statistics, f"{articles:,}", f"{size / 1e9:.2f} GB", f"{seconds:.0f}", f"{rate:.1f}", f"{peak / 1e6:.0f} MB"]
        print("| " + " | ".join(row) + " |", flush=True)
for statistics in ("builtin", "corpus"):
    growth = resident[statistics, most] / resident[statistics, most // 8]
    print(f"\n{statistics}: eight times the input takes {growth:.2f} times the memory")
PYTHON
