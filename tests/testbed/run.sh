#!/usr/bin/env bash
# run.sh COMMAND...: the command with the testbed up, which is stopped again
# afterwards. The exit code is the command's, or 1 when a required part is missing.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

(($# > 0)) || {
    say "usage: $(basename "$0") COMMAND..." >&2
    exit 2
}
trap '"$TESTBED/down.sh"' EXIT

lacking=0 failed=0
"$TESTBED/up.sh" || lacking=1
"$@" || failed=$?
exit $((failed ? failed : lacking))
