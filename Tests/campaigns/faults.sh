#!/bin/bash
# Ends runbook at random moments, fills its disk and takes its permissions away:
#   faults.sh RUNBOOK [KILLS]
# Then it damages every file of the cache. After every kill the accepted results and the report's files must be whole, old or new.
set -u
program=$(realpath "$1")
kills=${2:-200}
scratch=$(mktemp -d)
trap 'umount "$scratch/disk" 2>/dev/null; rm -rf "$scratch"' EXIT
problems=0
problem() { echo "error: $*"; problems=$((problems + 1)); }

note() { # VALUE
  cat <<NOTE
---
title: Faults
---

\`\`\`swift
//| label: tbl-value
print("value $1")
images((0..<4).map { Random(seed: $1 + UInt64(\$0)).normal([32, 32]) })
\`\`\`
NOTE
}

mkdir -p "$scratch/p/notebooks"
cd "$scratch/p" || exit 1
for value in 1 2; do
  note $value >notebooks/n.md
  "$program" notebooks/n.md --log-level error >/dev/null || problem "the note does not run"
  "$program" test notebooks/n.md -q >/dev/null
  "$program" accept notebooks/n.md >/dev/null
  sha256sum <outputs/n/accepted/results.json >"$scratch/accepted-$value"
  for file in report.html results.json; do
    sha256sum <"outputs/n/$file" >"$scratch/$file-$value"
  done
done

whole() { # FILE KEY
  local sum
  sum=$(sha256sum <"$1") || { problem "$1 is gone"; return; }
  [ "$sum" = "$(cat "$scratch/$2-1")" ] || [ "$sum" = "$(cat "$scratch/$2-2")" ] \
    || problem "$1 is neither old nor new"
}

SECONDS=0
for ((count = 1; count <= kills; count++)); do
  note $((count % 2 + 1)) >notebooks/n.md
  case $((count % 3)) in
    0) command=(notebooks/n.md -q --cache-refresh); span=700 ;;
    1) command=(test notebooks/n.md -q); span=700 ;;
    2) command=(accept notebooks/n.md); span=30 ;;
  esac
  "$program" "${command[@]}" >/dev/null 2>&1 &
  process=$!
  sleep "0.$(printf %03d $((RANDOM % span)))"
  kill -KILL $process 2>/dev/null
  wait $process 2>/dev/null
  whole outputs/n/accepted/results.json accepted
  whole outputs/n/report.html report.html
  whole outputs/n/results.json results.json
done
echo "$kills kills in $SECONDS s"
note 1 >notebooks/n.md
"$program" notebooks/n.md -q >/dev/null || problem "nothing runs after the kills"
"$program" test notebooks/n.md -q >/dev/null
"$program" accept notebooks/n.md >/dev/null || problem "nothing is accepted after the kills"
"$program" test notebooks/n.md -q | tail -1
[ "$(find outputs -name '*.new' -o -name '*.old' -o -name '*.runbook-part' | wc -l)" = 0 ] \
  || problem "parts are left: $(find outputs -name '.*')"

listing() { (cd "$1" && find outputs -type f -exec sha256sum {} + | sort); }

# A disk that is full but for a few kilobytes.
if [ "$(id -u)" = 0 ] && mkdir "$scratch/disk" && mount -t tmpfs -o size=1m tmpfs "$scratch/disk" 2>/dev/null; then
  cp -r notebooks outputs "$scratch/disk/"
  note 2 >"$scratch/disk/notebooks/n.md"
  ln -s "$scratch/p/.runbook" "$scratch/disk/.runbook"
  dd if=/dev/zero of="$scratch/disk/filler" bs=1k 2>/dev/null
  before=$(listing "$scratch/disk")
  for command in "notebooks/n.md -q" "accept notebooks/n.md"; do
    (cd "$scratch/p" && note 2 >notebooks/n.md && "$program" test notebooks/n.md -q >/dev/null)
    # shellcheck disable=SC2086
    (cd "$scratch/disk" && "$program" $command >/dev/null 2>"$scratch/errors") \
      && problem "no failure on a full disk: $command"
    echo "full disk: $(head -1 "$scratch/errors")"
    grep -q 'No space left' "$scratch/errors" || problem "the error does not say why"
    [ "$before" = "$(listing "$scratch/disk")" ] || problem "a full disk changed outputs"
  done
  # The cache on that disk as well, with more and more room left.
  rm -f "$scratch/disk/.runbook" "$scratch/disk/filler"
  for room in 0 8 40; do
    rm -rf "$scratch/disk/filler" "$scratch/disk/.runbook"
    dd if=/dev/zero of="$scratch/disk/filler" bs=1k 2>/dev/null
    truncate -s -${room}k "$scratch/disk/filler"
    for command in "test notebooks/n.md -q" "test notebooks -q -j 2" "notebooks/n.md -q"; do
      # shellcheck disable=SC2086
      (cd "$scratch/disk" && "$program" $command >"$scratch/errors" 2>&1) \
        && problem "no failure on a full disk: $command"
      grep -qE '^notebooks/n.md:.*No space left on device.*; make room on the disk$' "$scratch/errors" \
        || problem "$room KB left, $command: the error does not say why: $(head -3 "$scratch/errors")"
      [ "$before" = "$(listing "$scratch/disk")" ] || problem "a full disk changed outputs"
      [ -z "$(ls "$scratch/disk/.runbook/scratch" 2>/dev/null)" ] || problem "scratch files are left"
    done
  done
  echo "full disk of the cache: $(head -1 "$scratch/errors")"
else
  echo "full disk: left out, since no tmpfs can be mounted here"
fi

# A folder that may not be written, as somebody who is not root.
if [ "$(id -u)" = 0 ] && id nobody >/dev/null 2>&1 && command -v setpriv >/dev/null; then
  note 2 >notebooks/n.md
  chmod 755 "$scratch"
  before=$(listing .)
  chmod -R a+rX . && chown -R nobody .runbook
  for command in "notebooks/n.md -q" "accept notebooks/n.md"; do
    # shellcheck disable=SC2086
    HOME=/nonexistent setpriv --reuid=nobody --clear-groups "$program" $command \
      >/dev/null 2>"$scratch/errors" && problem "no failure in an unwritable folder: $command"
    echo "unwritable: $(head -1 "$scratch/errors")"
    grep -q 'Permission denied' "$scratch/errors" || problem "the error does not say why"
    [ "$before" = "$(listing .)" ] || problem "an unwritable folder changed"
  done
  chown -R root .runbook && chmod -R go-w .runbook
  HOME=/nonexistent setpriv --reuid=nobody --clear-groups "$program" test notebooks/n.md -q \
    >"$scratch/errors" 2>&1 && problem "no failure with an unwritable cache"
  grep 'cannot be run' "$scratch/errors" | sed 's/^/unwritable cache: /'
  grep -q 'folder .*Permission denied.*; check who owns it' "$scratch/errors" \
    || problem "the error does not say why: $(cat "$scratch/errors")"
fi

# Every file of the cache damaged in four ways: never a wrong report, at worst another run.
note 1 >notebooks/n.md
"$program" notebooks/n.md -q >/dev/null
"$program" test notebooks/n.md -q >/dev/null
rm -rf "$scratch/cache" && cp -r .runbook "$scratch/cache"
count=0
while read -r file; do
  for damage in empty half garbage longer; do
    rm -rf .runbook && cp -r "$scratch/cache" .runbook
    size=$(stat -c %s "$file")
    case $damage in
      empty) : >"$file" ;;
      half) truncate -s $((size / 2)) "$file" ;;
      garbage) head -c "$size" /dev/urandom >"$file" ;;
      longer) echo garbage >>"$file" ;;
    esac
    count=$((count + 1))
    "$program" notebooks/n.md -q >/dev/null 2>"$scratch/errors" \
      || problem "$file, $damage: $(head -1 "$scratch/errors")"
    [ "$(sha256sum <outputs/n/report.html)" = "$(cat "$scratch/report.html-1")" ] \
      || problem "$file, $damage: the report is another"
    "$program" diff notebooks/n.md >/dev/null 2>"$scratch/errors"
    [ $? -le 1 ] || problem "$file, $damage: diff: $(head -1 "$scratch/errors")"
  done
done < <(find .runbook -type f ! -name .gitignore | sort)
echo "damaged cache: $count files"

echo "$problems problems"
[ $problems = 0 ]
