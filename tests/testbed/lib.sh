# shellcheck shell=bash
# Sourced by every script here: where things live, how a part says that it is
# missing (one sentence, exit 3), how a daemon is started, found and stopped.
set -euo pipefail
shopt -s inherit_errexit

TESTBED=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${MIGRATE_TESTBED_CACHE:-$HOME/.cache/migrate-testbed}
RUN=${MIGRATE_TESTBED_RUN:-$CACHE/run}
# Some daemons lie in sbin, which is not on every user's PATH.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
umask 022
mkdir -p "$CACHE" "$RUN/log"

say() { printf '%s\n' "$*"; }

missing() {
    printf '%s\n' "$*" >&2
    exit 3
}

has() { command -v "$1" >/dev/null; }

needs() {
    local program
    for program in "$@"; do
        has "$program" || missing "$program is not installed; run $TESTBED/install.sh as root."
    done
}

# Two test runs at once share one testbed: the second waits for the first.
# Daemons must not inherit the lock, hence 9>&- where they are started.
lock() {
    exec 9>"$RUN/$1.lock"
    flock 9
}

# A pid file outlives a crash or a reboot and its number may be another's by
# then, so the name of the program is compared too (comm holds 15 characters).
alive() {
    local name=$1 pid comm
    read -r pid 2>/dev/null <"$RUN/$name.pid" || [[ -n ${pid:-} ]] || return 1
    read -r comm 2>/dev/null <"/proc/$pid/comm" || return 1
    [[ $comm == "${name:0:15}" ]]
}

start() {
    local name=$1
    rm -f "$RUN/$name.pid"
    setsid "$@" >"$RUN/log/$name.log" 2>&1 </dev/null 9>&- &
    echo $! >"$RUN/$name.pid"
}

stop() {
    local name=$1 pid
    if alive "$name"; then
        read -r pid <"$RUN/$name.pid" || [[ -n $pid ]]
        kill "$pid"
        wait_for 30 not alive "$name" || kill -KILL "$pid"
    fi
    rm -f "$RUN/$name.pid"
}

not() { ! "$@"; }

wait_for() {
    local seconds=$1 end
    shift
    end=$((SECONDS + seconds))
    until "$@"; do
        ((SECONDS < end)) || return 1
        sleep 0.2
    done
}

# broken NAME: a part that is there but does not come up, with its last words.
broken() {
    local log=$RUN/log/$1.log
    say "$1 did not come up; its log $log ends: $(tail -n 1 "$log" | cut -c 1-300)" >&2
    exit 1
}

# verbs VERB ALLOWED...: run the function of that name.
verbs() {
    local verb=${1:-} allowed
    shift || true
    for allowed in "$@"; do
        if [[ $verb == "$allowed" ]]; then
            "$verb"
            return
        fi
    done
    say "usage: $(basename "$0") $(IFS='|' && echo "$*")" >&2
    exit 2
}
