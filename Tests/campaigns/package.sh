#!/usr/bin/env bash
# The Debian package: unpacked into a folder and without the checkout, it runs a note and writes the
# report that the build writes. Tests/campaigns/package.sh RUNBOOK FILE.deb
set -euo pipefail
built=$(realpath "$1")
package=$(realpath "$2")
checkout=$(realpath "$(dirname "$0")/../..")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  echo "$*" >&2
  exit 1
}

# Everything that the package asks for can be had, and it says whose its parts are.
dpkg-deb --info "$package" > "$scratch/info"
for field in 'Version: [0-9]' "Architecture: $(dpkg --print-architecture)" 'Depends: .*libc6 .*gnuplot'; do
  grep -q "^ $field" "$scratch/info" || fail "no field '$field' in $package"
done
if [ "$(id -u)" = 0 ]; then
  apt-get install --simulate "$package" > "$scratch/apt" 2>&1 || fail "$(cat "$scratch/apt")"
fi
dpkg-deb --extract "$package" "$scratch/root"
grep -q 'MNIST' "$scratch/root/usr/share/doc/runbook/copyright" || fail "no licence of the data"

for place in built package; do
  mkdir -p "$scratch/$place/notebooks"
  cp "$checkout/notebooks/digits.md" "$scratch/$place/notebooks/"
done
(cd "$scratch/built" && "$built" -q notebooks/digits.md)

# An empty folder over the checkout, where a program may make a mount namespace.
run=(sh -c)
if unshare --mount true 2> /dev/null; then
  mkdir "$scratch/empty"
  run=(unshare --mount sh -c "mount --bind '$scratch/empty' '$checkout' && eval \"\$1\"" sh)
fi
(cd "$scratch/package" && "${run[@]}" "'$scratch/root/usr/bin/runbook' -q notebooks/digits.md")

for file in report.html results.json; do
  cmp "$scratch/built/outputs/digits/$file" "$scratch/package/outputs/digits/$file"
done
echo "$(basename "$package"): the report is the build's"
