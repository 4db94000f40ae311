#!/usr/bin/env bash
# Installs what the testbed needs, as root, from the machine's own package
# sources. Starts nothing, asks for nothing that is there already.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# What shows that a package is not needed (a program or a file), and the package.
NEEDED="
    curl            curl
    openssl         openssl
    dockerd         docker.io
    docker          docker.io
    iptables        iptables
    debootstrap     debootstrap
    docker-registry docker-registry
    etcd            etcd-server
    go              golang-go
    /usr/share/go/src   golang-src
    dpkg-source     dpkg-dev
    mariadbd        mariadb-server
    mariadb         mariadb-client
    chromium        chromium
    /usr/share/keyrings/debian-archive-keyring.gpg  debian-archive-keyring
    /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc  fonts-noto-cjk
"

POLICY=/usr/sbin/policy-rc.d

present() {
    case $1 in
        /*) [[ -e $1 ]] ;;
        *) has "$1" ;;
    esac
}

lacking() {
    local sign package
    while read -r sign package; do
        [[ -z $sign ]] || present "$sign" || say "$package"
    done <<<"$NEEDED" | sort -u
}

# Debian starts a daemon when it is installed unless this file says no.
keep_daemons_down() {
    [[ ! -e $POLICY ]] || return 0
    trap 'rm -f "$POLICY"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$POLICY"
    chmod 755 "$POLICY"
}

install_packages() {
    local packages=("$@")
    has apt-get || missing "this machine has no apt-get; the testbed needs: ${packages[*]}."
    ((EUID == 0)) || missing "installing needs root; run: sudo $TESTBED/install.sh (for ${packages[*]})."
    keep_daemons_down
    export DEBIAN_FRONTEND=noninteractive
    # A broken third-party source must not stand in the way of the others.
    apt-get -qq update || say "apt-get update had errors; going on with the lists there are" >&2
    apt-get -qq install --yes --no-install-recommends "${packages[@]}" >"$RUN/log/install.log" 2>&1 ||
        broken install
}

up() {
    local packages
    lock install
    mapfile -t packages < <(lacking)
    ((${#packages[@]} == 0)) || install_packages "${packages[@]}"
    say "packages: all there"
}

status() {
    local packages
    mapfile -t packages < <(lacking)
    ((${#packages[@]} == 0)) || missing "not installed: ${packages[*]}; run $TESTBED/install.sh as root."
    say "packages: all there"
}

verbs "${1:-up}" up status
