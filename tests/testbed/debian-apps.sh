#!/usr/bin/env bash
# Applications of Debian packages as folders, to be read as test subjects.
#
# Downloaded and unpacked, never installed and never committed; kept in the cache.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$TESTBED/apt.sh"

# Suite and packages: old suites have what newer ones dropped.
PACKAGES=(
    "bookworm tomcat10-examples tomcat10-admin tomcat10-docs"
    "bookworm wordpress phpmyadmin dokuwiki mediawiki roundcube-core cacti"
    "bookworm zabbix-frontend-php phpldapadmin"
    "bullseye tomcat9-examples tomcat9-admin"
)
# Part of the folder's name: a new list is downloaded anew.
LIST=$(printf '%s\n' "${PACKAGES[@]}" | sha256sum | cut -c 1-12)
APPS=$CACHE/debian-apps-$LIST
WORK=$CACHE/debian-apps.work

# suite_apt SUITE ARGUMENT...: apt with one suite of the machine's own mirror.
suite_apt() {
    local suite=$1
    shift
    apt-get -qq -o Dir::Etc::sourcelist="$WORK/$suite/sources.list" -o Dir::Etc::sourceparts=- \
        -o Dir::State::lists="$WORK/$suite/lists" -o Dir::Cache="$WORK/$suite/cache" \
        -o APT::Sandbox::User="$(id -un)" "$@"
}

download() {
    local suite=$1 mirror
    shift
    mirror=$(debian_mirror)
    mkdir -p "$WORK/$suite/lists/partial" "$WORK/$suite/cache/archives/partial" "$WORK/debs"
    say "deb [signed-by=$KEYRING] $mirror $suite main" >"$WORK/$suite/sources.list"
    suite_apt "$suite" -o APT::Update::Error-Mode=any update
    (cd "$WORK/debs" && suite_apt "$suite" download "$@")
}

fetch() (
    rm -rf "$WORK"
    local line deb
    for line in "${PACKAGES[@]}"; do
        # shellcheck disable=SC2086 # one word per package
        download $line
    done
    for deb in "$WORK"/debs/*.deb; do
        mkdir -p "$WORK/apps/$(basename "${deb%%_*}")"
        dpkg -x "$deb" "$WORK/apps/$(basename "${deb%%_*}")"
    done
    mv "$WORK/apps" "$APPS"
    rm -rf "$WORK"
)

# As a job of its own: bash ignores `set -e` in a function whose result is tested.
up() {
    lock debian-apps
    needs apt-get dpkg
    if [[ ! -d $APPS ]]; then
        fetch >"$RUN/log/debian-apps.log" 2>&1 9>&- &
        wait $! || broken debian-apps
    fi
    status
}

status() {
    [[ -d $APPS ]] || missing "the Debian applications are not downloaded; run $TESTBED/debian-apps.sh up."
    say "debian-apps: $APPS"
}

verbs "${1:-}" up status
