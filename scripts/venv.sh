#!/bin/sh
# venv.sh FOLDER LOCK: make a virtual environment with the locked packages and this checkout in it.
set -eu
folder=$1 lock=$2
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; $("$python" --version 2>&1) was found. Set PYTHON=/path/to/python3." >&2
    exit 3
}

# Debian ships venv apart from Python.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends python3-venv >/dev/null
    else
        echo "Python's venv module is missing; ask an administrator for: apt-get install python3-venv" >&2
        exit 3
    fi
fi

[ -x "$folder/bin/python" ] || "$python" -m venv "$folder"
export PIP_DISABLE_PIP_VERSION_CHECK=1
"$folder/bin/python" -m pip install --quiet --require-hashes -r "$lock"
"$folder/bin/python" -m pip install --quiet --no-deps --no-build-isolation -e .
