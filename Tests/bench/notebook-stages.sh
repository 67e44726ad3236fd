#!/usr/bin/env bash
# Times the small notebook with an empty cache and with nothing changed, stage by stage.
#
# usage: notebook-stages.sh RUNBOOK [REPETITIONS]
set -euo pipefail
runbook=$(realpath "$1")
repetitions=${2:-7}
notebook=$(realpath "$(dirname "$0")/../../notebooks/digits.md")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/notebooks"
cp "$notebook" "$work/notebooks/"
cd "$work"

run() { "$runbook" --quiet --timings notebooks/digits.md | tail -n 1; }

for state in "empty cache" "nothing changed"; do
  for _ in $(seq "$repetitions"); do
    [ "$state" = "nothing changed" ] || rm -rf .runbook outputs
    start=$(date +%s%N)
    stages=$(run)
    echo "$(( ($(date +%s%N) - start) / 1000000 )) $stages"
  done | sort -n | awk -v state="$state" '
    { line[NR] = $0 }
    END {
      median = line[int((NR + 1) / 2)]
      milliseconds = median; sub(/ .*/, "", milliseconds); sub(/^[0-9]+ /, "", median)
      printf "%-16s %6.3f s as a whole; milliseconds by stage: %s\n", state, milliseconds / 1000, median
    }'
done
