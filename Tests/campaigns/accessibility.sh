#!/usr/bin/env bash
# Runs axe-core on pages, in headless Chromium, light and dark, wide and narrow; fails on any violation.
# axe-core comes from PyPI and is kept outside the checkout.
#
# usage: accessibility.sh PAGE.html...
set -euo pipefail
package=${AXE_PACKAGE:-axe-core-python==0.1.0}
folder=${XDG_CACHE_HOME:-$HOME/.cache}/runbook/axe
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$chromium" ]; then
  echo "accessibility.sh: error: there is no Chromium; install the Debian package chromium" >&2
  exit 1
fi
if [ "$(cat "$folder/installed" 2>/dev/null)" != "$package" ]; then
  echo "setting up $package in $folder" >&2
  rm -rf "$folder"
  mkdir -p "$folder"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$folder" "$package" || {
    echo "accessibility.sh: error: $package cannot be fetched; AXE_PACKAGE names another version" >&2
    exit 1
  }
  python3 -m zipfile -e "$folder"/*.whl "$folder"
  echo "$package" > "$folder/installed"
fi
exec python3 "$(dirname "$0")/accessibility.py" "$chromium" "$folder/axe_core_python/axe.min.js" "$@"
