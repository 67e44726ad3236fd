#!/bin/bash
# Checks and renders all notes below a folder and counts what is wrong, by kind:
#   corpus.sh RUNBOOK FOLDER [NAMES]
# The folder is meant to hold other people's notes (.md, .markdown, .qmd, .Rmd, .livemd); nothing is
# written into it. NAMES is a file that gets one line for each note and kind.
set -u
program=$(realpath "$1")
folder=$(realpath "$2")
names=${3:-/dev/null}
exec python3 "$(dirname "$(realpath "$0")")/corpus.py" "$program" "$folder" "$names"
