# shellcheck shell=bash
# Sourced: Debian sources of this testbed, derived from the machine's own apt
# configuration, so that mirrors and proxies of a closed network keep working.

SUITE=bookworm
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# archive LABEL: address of the first configured archive whose signed Release
# file says that it is Debian's, whatever suite of it this machine uses.
archive() {
    # shellcheck disable=SC2016 # apt fills this in, not bash
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' "Label: $1" |
        sed -n 1p
}

# A mirror that holds one release of Debian holds the others too.
debian_mirror() {
    local mirror=${MIGRATE_TESTBED_DEBIAN_MIRROR:-}
    [[ -n $mirror ]] || ! has apt-get || mirror=$(archive Debian)
    [[ -n $mirror ]] ||
        missing "apt knows no Debian archive here; run apt-get update, or set MIGRATE_TESTBED_DEBIAN_MIRROR to the address of one."
    say "$mirror"
}

# Security updates live in an archive of their own, which may not be configured.
security_mirror() {
    local mirror=${MIGRATE_TESTBED_DEBIAN_SECURITY_MIRROR:-}
    [[ -n $mirror ]] || ! has apt-get || mirror=$(archive Debian-Security)
    say "$mirror"
}

debian_sources() {
    local mirror security
    mirror=$(debian_mirror)
    security=$(security_mirror)
    say "deb [signed-by=$KEYRING] $mirror $SUITE main"
    say "deb [signed-by=$KEYRING] $mirror $SUITE-updates main"
    [[ -z $security ]] || say "deb [signed-by=$KEYRING] $security $SUITE-security main"
}

# Proxies and validity checks decide whether a mirror can be read at all.
apt_access() {
    apt-config dump | grep -E '^Acquire::(https?::|Check-(Valid-Until|Date) )' || true
}
