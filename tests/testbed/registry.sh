#!/usr/bin/env bash
# An image registry on loopback; what is pushed to it is gone when it stops.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ADDRESS=127.0.0.1:5000
DATA=$RUN/registry

answers() { curl --silent --fail --noproxy '*' --output /dev/null "http://$ADDRESS/v2/"; }

running() { alive docker-registry && answers; }

config() {
    cat <<END
version: 0.1
log: {level: warn}
storage: {filesystem: {rootdirectory: $DATA}, delete: {enabled: true}}
http: {addr: $ADDRESS}
END
}

start_registry() {
    needs docker-registry curl
    ! answers || missing "another program already serves $ADDRESS, where the registry would be."
    mkdir -p "$DATA"
    config >"$RUN/registry.yml"
    start docker-registry serve "$RUN/registry.yml"
    wait_for 20 answers || broken docker-registry
}

up() {
    lock registry
    if ! running; then
        stop docker-registry
        start_registry
    fi
    status
}

down() {
    lock registry
    stop docker-registry
    rm -rf "$DATA"
}

status() {
    running || missing "the registry is not running; run $0 up."
    say "registry: $ADDRESS"
}

verbs "${1:-}" up down status
