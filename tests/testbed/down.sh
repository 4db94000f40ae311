#!/usr/bin/env bash
# Stops every daemon that the testbed started; images and builds stay in the cache.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

left=0
for part in kube registry docker; do
    "$TESTBED/$part.sh" down || left=1
done
((left)) && say "the testbed did not stop entirely" >&2
exit "$left"
