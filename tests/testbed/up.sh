#!/usr/bin/env bash
# Brings up every part of the testbed and says what came up, what is missing and
# why. Missing parts make their tests skip, so they are an error only where
# MIGRATE_REQUIRE_TESTBED=1 says that everything must be there.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

lacking=0
for part in install docker base-image registry kube helm3 chromium mariadb debian-apps; do
    if ! "$TESTBED/$part.sh" up 2>"$RUN/log/up.$part"; then
        say "missing: $part: $(tail -n 1 "$RUN/log/up.$part")"
        lacking=1
    fi
done
[[ ${MIGRATE_REQUIRE_TESTBED:-} != 1 ]] || exit "$lacking"
