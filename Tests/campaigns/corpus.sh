#!/bin/bash
# Renders all notes below a folder and counts what is wrong, by kind:
#   corpus.sh RUNBOOK FOLDER [NAMES [COUNT]]
# The folder is meant to hold other people's notes (.md, .markdown, .qmd, .Rmd, .livemd); runbook writes
# its caches beside them. NAMES is a file that gets one line for each note and finding, /dev/null for none.
# COUNT limits the notes to as many, spread evenly over all.
set -u
program=$(realpath "$1")
folder=$(realpath "$2")
names=${3:-/dev/null}
exec python3 "$(dirname "$(realpath "$0")")/corpus.py" "$program" "$folder" "$names" "${4:-0}"
