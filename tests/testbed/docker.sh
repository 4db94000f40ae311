#!/usr/bin/env bash
# A Docker engine of the testbed's own: own socket, own images, nothing shared
# with an engine of the machine. Where DOCKER_HOST is set, that engine is used.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

EXEC=$RUN/docker
OWN=unix://$RUN/docker.sock
ENGINE=${DOCKER_HOST:-$OWN}

answers() { docker -H "$ENGINE" version >/dev/null 2>&1; }

running() { alive dockerd && answers; }

# Listing proves little: a kernel can lack the matches that Docker's rules use.
can_nat() {
    local program=$1 chain=MIGRATE_PROBE works=1
    has "$program" || return 1
    "$program" -t nat -N $chain 2>/dev/null || return 1
    "$program" -t nat -A $chain -m addrtype --dst-type LOCAL -j MASQUERADE 2>/dev/null || works=0
    "$program" -t nat -F $chain
    "$program" -t nat -X $chain
    ((works))
}

# dockerd runs whatever is called iptables on its PATH; the machine's own choice
# (update-alternatives) is not ours to change.
choose_iptables() {
    local variant
    for variant in iptables iptables-nft iptables-legacy; do
        can_nat $variant || continue
        mkdir -p "$EXEC/bin"
        ln -sf "$(command -v $variant)" "$EXEC/bin/iptables"
        return
    done
    missing "the Docker engine cannot run here: no iptables variant can change this machine's NAT table."
}

# Numbers left by a crash or a reboot may be another process's by now; dockerd
# would take them for a running engine.
forget_stale_pids() {
    local pid comm file=$EXEC/containerd/containerd.pid
    rm -f "$EXEC/engine.pid"
    [[ -e $file ]] || return 0
    read -r pid <"$file" || [[ -n $pid ]]
    comm=$(cat "/proc/$pid/comm" 2>/dev/null) || comm=gone
    [[ $comm == containerd ]] || rm -f "$file"
}

start_engine() {
    ((EUID == 0)) || missing "the Docker engine needs root; set DOCKER_HOST to use one that is running."
    needs dockerd docker containerd
    mkdir -p "$EXEC"
    choose_iptables
    forget_stale_pids
    PATH=$EXEC/bin:$PATH start dockerd --host "$OWN" --data-root "$CACHE/docker" --exec-root "$EXEC" \
        --pidfile "$EXEC/engine.pid" --insecure-registry 127.0.0.1:5000
    wait_for 60 answers || broken dockerd
}

up() {
    lock docker
    if [[ $ENGINE == "$OWN" ]] && ! running; then
        stop dockerd
        start_engine
    fi
    status
}

down() {
    lock docker
    [[ $ENGINE != "$OWN" ]] || stop dockerd
}

status() {
    has docker || missing "the Docker client is not installed; run $TESTBED/install.sh as root."
    answers || missing "no Docker engine answers at $ENGINE."
    say "docker: $ENGINE"
}

verbs "${1:-}" up down status
