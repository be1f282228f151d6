#!/usr/bin/env bash
# Texts made to be hard, of 1 MB and of 8 MB: how many times as long the larger takes. Work is meant to grow with the text, so
# that 8 is what to expect, and some more where all words differ and no cache helps; a method that is quadratic shows as 40 and
# more, and is an error. Beside another build's binary, the seconds of both stand in the table.
#
#   benches/hard.sh [OTHER_BINARY]     needs a release build and python3
set -euo pipefail
cd "$(dirname "$0")/.."
epitome=${EPITOME_BIN:-${CARGO_TARGET_DIR:-target}/release/epitome}
[ -x "$epitome" ] || { echo "hard: build $epitome first (cargo build --release)" >&2; exit 2; }
work=$(mktemp -d "$([ -d /dev/shm ] && echo /dev/shm || echo /tmp)/hard.XXXXXX")
trap 'rm -rf "$work"' EXIT

python3 - "$work" "$epitome" "$@" <<'PYTHON'
import itertools, os, resource, subprocess, sys

work, *binaries = sys.argv[1:]

# Texts that are repeated, and texts whose pieces are numbered.
again = {
    "full stops": "a.", "brackets": "(", "quotation marks": '"x" ', "curly quotation marks": "“a. ", "short lines": "ab\n",
    "one long word": "x", "one word": "word ", "capitals": "The Big Cat ", "abbreviations": "e.g. Mr. U.S. p. ",
    "hyphens": "a-", "apostrophes": "l'a'", "menus": "Home | News | Sport\n", "numbered list": "1. a\n", "bullets": "- a\n",
    "Chinese": "中文字", "Arabic": "كتاب ", "one sentence": "The cat sat on the mat. ", "short paragraphs": "A b.\n\n",
    "addresses": "http://a.b/c?d=e ", "escapes": "\\n\\t", "semicolons": "a;b:", "dashes": "a – b — ", "ellipses": "… ",
    "emoji": "😀", "combining accents": "e\u0301", "lone letters": "a b a a b ",
}
counted = {"distinct words": "w{:x} ", "distinct sentences": "W{:x}q. ", "distinct lines": "a{:x} b\n"}

def text(name, size):
    if name in again:
        return (again[name] * (size // len(again[name].encode()) + 1)).encode()[:size].decode(errors="ignore")
    pieces, length = [], 0
    for number in itertools.count():
        if length >= size:
            return "".join(pieces)
        pieces.append(counted[name].format(number))
        length += len(pieces[-1])

def seconds(binary, path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    command = [binary, "summarize", "-q", "--progress", "never", "-j", "1", "--format", "jsonl", path]
    records = subprocess.run(command, check=True, capture_output=True).stdout
    assert records.count(b"\n") == 1, (path, records[:200])
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

head = " | ".join(f"{os.path.basename(binary)}, 1 MB | 8 MB | times" for binary in binaries)
print(f"| text | {head} |\n| --- |{' ---: | ---: | ---: |' * len(binaries)}")
slow = []
for name in [*again, *counted]:
    row = []
    for size in (1 << 20, 1 << 23):
        with open(os.path.join(work, f"{size}.txt"), "w") as file:
            file.write(text(name, size))
    for binary in binaries:
        # The best of three of what is short: a millisecond more would be much.
        small = min(seconds(binary, os.path.join(work, f"{1 << 20}.txt")) for _ in range(3))
        large = seconds(binary, os.path.join(work, f"{1 << 23}.txt"))
        times = large / max(small, 0.01)
        row.append(f"{small:.3f} | {large:.3f} | {times:.0f}")
        if binary == binaries[0] and times > 30:
            slow.append(name)
    print(f"| {name} | {' | '.join(row)} |", flush=True)
if slow:
    sys.exit(f"hard: out of proportion: {', '.join(slow)}")
PYTHON
