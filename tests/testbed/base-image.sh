#!/usr/bin/env bash
# The local base image debian-base:bookworm, made with debootstrap because no
# public registry is needed then; its tarball is kept in the cache.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$TESTBED/apt.sh"

IMAGE=debian-base:$SUITE
FOLDER=$CACHE/debian-base-$SUITE
TARBALL=$FOLDER/rootfs.tar.gz
ROOTFS=$FOLDER/rootfs

engine() { docker -H "$ENGINE" "$@"; }

imported() { engine image inspect "$IMAGE" >/dev/null 2>&1; }

# What Debian's own container images set too: no daemon starts while an image is
# built, no translations are fetched, no fsync for a layer that is thrown away.
settle() {
    debian_sources >"$ROOTFS/etc/apt/sources.list"
    {
        apt_access
        say 'Acquire::Languages "none";'
    } >"$ROOTFS/etc/apt/apt.conf.d/testbed"
    say force-unsafe-io >"$ROOTFS/etc/dpkg/dpkg.cfg.d/testbed"
    printf '#!/bin/sh\nexit 101\n' >"$ROOTFS/usr/sbin/policy-rc.d"
    chmod 755 "$ROOTFS/usr/sbin/policy-rc.d"
    rm -rf "$ROOTFS"/var/cache/apt/archives/*.deb "$ROOTFS"/var/lib/apt/lists/*
}

bootstrap() (
    eval "$(apt-config shell http_proxy Acquire::http::Proxy https_proxy Acquire::https::Proxy)"
    export http_proxy https_proxy
    debootstrap --variant=minbase --include=ca-certificates --keyring="$KEYRING" \
        "$SUITE" "$ROOTFS" "$(debian_mirror)"
    settle
    tar --numeric-owner -C "$ROOTFS" -czf "$TARBALL.new" .
    rm -rf "$ROOTFS"
    mv "$TARBALL.new" "$TARBALL"
)

# As a job of its own: bash ignores `set -e` in a function whose result is tested.
bootstrap_logged() {
    bootstrap >"$RUN/log/base-image.log" 2>&1 9>&- &
    wait $! || broken base-image
}

make_tarball() {
    ((EUID == 0)) || missing "making the base image needs root (debootstrap)."
    needs debootstrap
    say "making the base image $IMAGE: a minute or three, once"
    rm -rf "$FOLDER"
    mkdir -p "$FOLDER"
    bootstrap_logged
    say "$1" >"$FOLDER/sources"
    engine rmi --force "$IMAGE" >/dev/null 2>&1 || true
}

# An image made for mirrors that are no longer this machine's cannot install anything.
up() {
    local sources
    lock base-image
    ENGINE=$("$TESTBED/docker.sh" up | sed 's/^docker: //') || exit $?
    sources=$(
        debian_sources
        apt_access
    )
    [[ -e $TARBALL && $sources == "$(cat "$FOLDER/sources" 2>/dev/null)" ]] || make_tarball "$sources"
    imported || engine import --change 'CMD ["/bin/bash"]' "$TARBALL" "$IMAGE" >/dev/null
    say "base image: $IMAGE"
}

status() {
    ENGINE=$("$TESTBED/docker.sh" status | sed 's/^docker: //') || exit $?
    imported || missing "the base image $IMAGE is not there; run $0 up."
    say "base image: $IMAGE"
}

verbs "${1:-}" up status
