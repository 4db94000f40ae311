#!/bin/sh
# Makes debian-base:bookworm from Debian packages alone, for this machine's architecture.
#
# Needs root, debootstrap and a Docker engine. MIRROR and SECURITY_MIRROR name package mirrors
# that this machine reaches; without them debootstrap's own choice is taken.
set -eu

suite=bookworm
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

debootstrap --variant=minbase --include=ca-certificates,tzdata "$suite" "$work/root" ${MIRROR:+"$MIRROR"}
if [ -n "${SECURITY_MIRROR:-}" ]; then
    echo "deb $SECURITY_MIRROR $suite-security main" >"$work/root/etc/apt/sources.list.d/security.list"
    chroot "$work/root" sh -c 'apt-get update && apt-get --yes dist-upgrade'
fi
rm -rf "$work/root/var/cache/apt/archives"/*.deb "$work/root/var/lib/apt/lists"/*

tar --create --numeric-owner --directory="$work/root" . |
    docker import --change 'CMD ["/bin/bash"]' \
        --change 'LABEL org.opencontainers.image.title=debian-base' - debian-base:bookworm
