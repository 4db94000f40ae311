#!/usr/bin/env bash
# A browser that tests can drive; there is nothing to start.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

status() {
    local program
    for program in chromium chromium-browser google-chrome; do
        has $program || continue
        say "chromium: $(command -v $program)"
        return
    done
    missing "no Chromium is installed; run $TESTBED/install.sh as root."
}

up() { status; }

verbs "${1:-}" up status
