#!/bin/sh
# Pin every dependency with its hashes, for all platforms and Python versions; no index address.
set -eu
python=${PYTHON:-python3}
"$python" -m uv --version >/dev/null 2>&1 || "$python" -m pip install --quiet uv

pin() {
    out=$1
    shift
    "$python" -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-header --no-annotate --extra build "$@" -o "$out"
}
pin requirements.lock
pin requirements-test.lock --extra test
