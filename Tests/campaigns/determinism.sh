#!/bin/bash
# Renders notes under circumstances that must not matter, and compares every byte of what is written:
#   determinism.sh RUNBOOK NOTE...
# Each note runs with an empty cache, with 1 and 2 threads, in folders of different names, in the
# locales C and ko_KR.UTF-8 and in two time zones.
set -u
program=$(realpath "$1")
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0

render() { # NAME FOLDER THREADS LOCALE ZONE
  mkdir -p "$scratch/$2"
  cp -r "$root/." "$scratch/$2/notebooks"
  (cd "$scratch/$2" && RUNBOOK_THREADS=$3 LC_ALL=$4 TZ=$5 \
    "$program" "notebooks/$1.md" --quiet >/dev/null 2>"$scratch/errors") || cat "$scratch/errors"
  find "$scratch/$2/outputs/$1" -name run.json -delete
}

for note in "$@"; do
  root=$(realpath "${note%%notebooks/*}notebooks")
  name=${note#*notebooks/}
  name=${name%.md}
  render "$name" one 1 C UTC
  render "$name" "둘째 폴더" 2 ko_KR.UTF-8 Asia/Seoul
  if diff -r "$scratch/one/outputs/$name" "$scratch/둘째 폴더/outputs/$name"; then
    echo "$note: the same bytes, $(find "$scratch/one/outputs/$name" -type f | wc -l) files"
  else
    echo "$note: error: the bytes differ"
    failed=1
  fi
  rm -rf "$scratch/one" "$scratch/둘째 폴더"
done
exit $failed
