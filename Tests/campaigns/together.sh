#!/bin/bash
# Runs render, test, accept and the cache's commands at once on the same notes and the same cache:
#   together.sh RUNBOOK [ROUNDS]
# However they meet, each command ends well, reports and accepted outputs are whole, and the cache
# serves nothing wrong afterwards.
set -u
program=$(realpath "$1")
rounds=${2:-20}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
problems=0
problem() { echo "error: $*"; problems=$((problems + 1)); }

note() { # NAME VALUE
  cat >"$scratch/.$1" <<NOTE
---
title: Together
---

\`\`\`swift
let value = $2
print("value", value)
images((0..<4).map { Random(seed: UInt64(value + \$0)).normal([16, 16]) })
\`\`\`

\`\`\`swift
print("twice", value * 2)
claim("twice is even", value * 2 % 2, equals: 0)
\`\`\`
NOTE
  mv "$scratch/.$1" "$scratch/notebooks/$1.md"
}

mkdir -p "$scratch/notebooks"
cd "$scratch" || exit 1
for name in a b; do
  for value in 1 2; do
    note $name $value
    "$program" notebooks/$name.md --log-level error >/dev/null || problem "$name does not run"
    sha256sum <outputs/$name/report.html >"$scratch/$name-$value"
  done
done
"$program" test notebooks -q >/dev/null
"$program" accept notebooks >/dev/null || problem "nothing is accepted"

run() { # NAME COMMAND...: runs it, and says if it ends in a way it must not
  local name=$1 status
  shift
  "$program" "$@" >"$scratch/$name.out" 2>"$scratch/$name.err"
  status=$?
  # A test may find that the other note is accepted just now, and cleaning may be refused.
  [ $status -le 1 ] || problem "status $status of $*: $(tail -1 "$scratch/$name.err")"
  grep -v 'a run is using the cache' "$scratch/$name.err" | grep -iE 'error|damaged|fatal' \
    | sed "s|^|$*: |" >>"$scratch/said"
}

: >"$scratch/said"
SECONDS=0
for ((round = 1; round <= rounds; round++)); do
  for name in a b; do note $name $((round % 2 + 1)); done
  run r1 notebooks -q &
  run r2 notebooks -q --cache-refresh &
  run t1 test notebooks -q -j 2 &
  run t2 test notebooks -q --cache -j 2 &
  run a1 accept notebooks &
  [ $((round % 4)) = 0 ] && run c1 cache clean . &
  wait
  for name in a b; do
    sum=$(sha256sum <outputs/$name/report.html)
    [ "$sum" = "$(cat "$scratch/$name-$((round % 2 + 1))")" ] \
      || problem "round $round: the report of $name is not that of its note"
    "$program" render --verify notebooks/$name.md >/dev/null 2>"$scratch/verify" \
      || problem "round $round: $(cat "$scratch/verify")"
  done
done
[ ! -s "$scratch/said" ] || { sort "$scratch/said" | uniq -c; problem "something was said"; }
"$program" test notebooks -q >/dev/null
"$program" accept notebooks >/dev/null || problem "nothing is accepted afterwards"
"$program" test notebooks -q --cache | tail -1
[ "$(find . -name '*.runbook-part' | wc -l)" = 0 ] || problem "parts are left"
echo "$((rounds * 5)) commands, five at once, in $SECONDS s: $problems problems"
[ $problems = 0 ]
