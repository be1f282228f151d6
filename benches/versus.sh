#!/usr/bin/env bash
# Epitome beside GNU `wc -w`: the whole job on the English evaluation sets joined to 25 MB and more, one thread by user CPU
# time, two by the clock, in alternating runs. Prints a table of medians and of ratios to `wc -w` in C.UTF-8.
#
#   benches/versus.sh [RUNS]     7 runs unless told otherwise; needs ../shared/data and a release build
#
# After `cargo build --release --manifest-path benches/peers/Cargo.toml` other crates that do a part of the work stand in the
# table too, on the first 250 articles, since they are slow; so does the whole job on those.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-7}
data=../shared/data
epitome=${EPITOME_BIN:-${CARGO_TARGET_DIR:-target}/release/epitome}
[ -d "$data" ] || { echo "versus: skipped, $data is not here" >&2; exit 0; }
[ -x "$epitome" ] || { echo "versus: build $epitome first (cargo build --release)" >&2; exit 2; }
work=$(mktemp -d "$([ -d /dev/shm ] && echo /dev/shm || echo /tmp)/versus.XXXXXX")
trap 'rm -rf "$work"' EXIT

# The sets whose language is English, as many times as it takes.
corpus=$work/corpus.jsonl
while [ "$(stat -c %s "$corpus" 2>/dev/null || echo 0)" -lt 25000000 ]; do
    for kind in summaries keywords; do
        awk -F'\t' '{ for (i = 2; i <= NF; i++) if ($i == "en") { print $1; next } }' "$data/$kind/sets.tsv" |
            while read -r set; do cat "$data/$kind/$set.jsonl"; done
    done >> "$corpus"
done
articles=$(wc -l < "$corpus")
cnn=$data/summaries/cnn_test.jsonl

names=() commands=() clocks=()
job() { names+=("$1"); clocks+=("$2"); commands+=("$3"); }
summarize="'$epitome' summarize -q --progress never"
job 'wc -w (C.UTF-8)' U "LC_ALL=C.UTF-8 wc -w '$corpus' > $work/words"
job 'wc -w (C)' U "LC_ALL=C wc -w '$corpus' > $work/words"
job 'summarize, builtin statistics' U "$summarize -j 1 --statistics builtin '$corpus' -o $work/out.jsonl"
job 'summarize, corpus statistics' U "$summarize -j 1 --statistics corpus '$corpus' -o $work/corpus-out.jsonl"
job 'summarize, lead, no keywords' U "$summarize -j 1 --statistics builtin --method lead --keywords 0 '$corpus' -o $work/lead.jsonl"
job 'segment' U "'$epitome' segment -q --progress never -j 1 '$corpus' -o $work/segment.jsonl"
job 'fit' U "'$epitome' fit -q --progress never -j 1 '$corpus' -o $work/fit.stats"
job 'summarize -j 1, clock' R "$summarize -j 1 --statistics builtin '$corpus' -o $work/one.jsonl"
job 'summarize -j 2, clock' R "$summarize -j 2 --statistics builtin '$corpus' -o $work/two.jsonl"
job 'cnn_test, salience' U "$summarize -j 1 '$cnn' -o $work/cnn.jsonl"
job 'cnn_test, lead' U "$summarize -j 1 --method lead '$cnn' -o $work/cnn.jsonl"

peers=${PEERS_BIN:-${CARGO_TARGET_DIR:-benches/peers/target}/release/peers}
sample=$work/sample.jsonl
head -n 250 "$corpus" > "$sample"
if [ -x "$peers" ]; then
    job '250 articles: summarize' U "$summarize -j 1 --statistics builtin '$sample' -o $work/sample-out.jsonl"
    for peer in simple-summarize rake keyword_extraction-rake keyword_extraction-yake yake-rust; do
        job "250 articles: $peer" U "[ \"\$('$peers' $peer '$sample')\" -gt 225 ]"
    done
else
    echo "versus: without other crates, $peers is not built" >&2
fi

for ((run = 0; run < runs; run++)); do
    for at in "${!commands[@]}"; do
        TIMEFORMAT=%${clocks[$at]}
        { time eval "${commands[$at]}"; } 2>> "$work/times.$at"
    done
done

for out in out corpus-out lead segment; do
    [ "$(wc -l < "$work/$out.jsonl")" = "$articles" ] || { echo "versus: $out has not $articles records" >&2; exit 1; }
done
cmp -s "$work/one.jsonl" "$work/two.jsonl" || { echo "versus: two threads, other bytes" >&2; exit 1; }

median() { sort -n "$work/times.$1" | sed -n "$(((runs + 1) / 2))p"; }
size=$(stat -c %s "$corpus")
reference=$(median 0)
printf '%s articles, %s bytes, medians of %s runs\n\n' "$articles" "$size" "$runs"
printf '| job | seconds | MB/s | speed of wc -w |\n| --- | ---: | ---: | ---: |\n'
for at in "${!commands[@]}"; do
    bytes=$size
    case ${names[$at]} in
    cnn_test*) bytes=$(stat -c %s "$cnn") ;;
    250*) bytes=$(stat -c %s "$sample") ;;
    esac
    awk -v name="${names[$at]}" -v t="$(median "$at")" -v bytes="$bytes" -v wc="$reference" -v all="$size" \
        'BEGIN { if (t <= 0) t = 0.0005; printf "| %s | %.3f | %.1f | %.2f × |\n", name, t, bytes / t / 1e6, (bytes / t) / (all / wc) }'
done
