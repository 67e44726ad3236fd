#!/usr/bin/env bash
# Sets up PyTorch (CPU) in a virtual environment outside the checkout and compares engine-bench with it.
#
# usage: peers.sh ENGINE_BENCH [--threads N] [--rounds N] [--cpu-time] [--only NAME]...
set -euo pipefail
folder=${XDG_CACHE_HOME:-$HOME/.cache}/runbook/peers
torch=${PEERS_TORCH:-torch==2.13.0}
mark=$folder/installed
if [ "$(cat "$mark" 2>/dev/null)" != "$torch" ]; then
  echo "setting up $torch in $folder" >&2
  rm -rf "$folder"
  mkdir -p "$folder"
  python3 -m venv "$folder" || {
    echo "peers.sh: error: python3 cannot make a virtual environment; install python3-venv" >&2
    exit 1
  }
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$torch" numpy || {
    echo "peers.sh: error: $torch cannot be installed; PEERS_TORCH names another version" >&2
    exit 1
  }
  echo "$torch" > "$mark"
fi
exec "$folder/bin/python" "$(dirname "$0")/compare_peers.py" "$@"
