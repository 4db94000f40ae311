#!/usr/bin/env bash
# Builds the Kubernetes 1.20.2 control plane once, from Debian's source package.
#
# No package ships kube-apiserver as a binary; bookworm's source package holds
# it with all it vendors. About ten minutes on two cores, kept in the cache.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$TESTBED/apt.sh"

VERSION=1.20.2
PROGRAMS=(kube-apiserver kube-controller-manager kube-scheduler)
KUBE=$CACHE/kubernetes-$VERSION
WORK=$KUBE/build
SOURCE=$WORK/go/src/k8s.io/kubernetes

export GOPATH=$WORK/go GOCACHE=$WORK/gocache
export GO111MODULE=off GOPROXY=off CGO_ENABLED=0

built() {
    local program
    for program in "${PROGRAMS[@]}"; do
        [[ -x $KUBE/bin/$program ]] || return 1
    done
}

# An apt configuration of its own: the system's has no source entries and stays as it is.
source_apt() {
    apt-get -qq -o Dir::Etc::sourcelist="$WORK/apt/sources.list" -o Dir::Etc::sourceparts=- \
        -o Dir::State::lists="$WORK/apt/lists" -o Dir::Cache="$WORK/apt/cache" \
        -o APT::Sandbox::User="$(id -un)" "$@"
}

unpack_source() {
    local mirror
    mirror=$(debian_mirror)
    mkdir -p "$WORK/apt/lists/partial" "$WORK/apt/cache/archives/partial" "$(dirname "$SOURCE")"
    say "deb-src [signed-by=$KEYRING] $mirror $SUITE main" >"$WORK/apt/sources.list"
    source_apt -o APT::Update::Error-Mode=any update
    (cd "$WORK" && source_apt source --download-only kubernetes)
    rm -rf "$SOURCE"
    dpkg-source -x --no-check "$WORK"/kubernetes_*.dsc "$SOURCE"
}

openapi_packages() {
    grep -rl --include='*.go' '+k8s:openapi-gen=true' cmd pkg vendor/k8s.io staging/src/k8s.io |
        sed 's|^staging/src/|vendor/|' | xargs -n 1 dirname | sort -u |
        sed 's|^|k8s.io/kubernetes/|' | paste -s -d ,
}

# The release ships this file generated; the API server does not compile without.
generate_openapi() {
    local target=k8s.io/kubernetes/pkg/generated/openapi
    # It finds vendored packages from the folder it runs in.
    cd "$SOURCE"
    go build -o "$WORK/openapi-gen" k8s.io/kubernetes/vendor/k8s.io/kube-openapi/cmd/openapi-gen
    "$WORK/openapi-gen" --logtostderr --input-dirs "$(openapi_packages)" \
        --output-package "$target" --output-file-base zz_generated.openapi \
        --go-header-file "hack/boilerplate/boilerplate.generatego.txt" \
        --report-filename "$WORK/openapi-violations" --output-base "$GOPATH/src"
}

compile() {
    local flags="-s -w" package
    # The programs ask the one for --version, the server answers /version from the other.
    for package in k8s.io/kubernetes/vendor/k8s.io/{component-base,client-go/pkg}/version; do
        flags+=" -X $package.gitVersion=v$VERSION -X $package.gitMajor=1 -X $package.gitMinor=20"
    done
    mkdir -p "$WORK/bin"
    go build -ldflags "$flags" -o "$WORK/bin/" "${PROGRAMS[@]/#/k8s.io/kubernetes/cmd/}"
}

build() (
    unpack_source
    generate_openapi
    compile
)

# As a job of its own: bash ignores `set -e` in a function whose result is tested.
build_logged() {
    build >"$RUN/log/kube-build.log" 2>&1 9>&- &
    wait $! || broken kube-build
}

up() {
    lock kube-build
    if ! built; then
        needs go dpkg-source apt-get
        say "building Kubernetes $VERSION from Debian's source package: about ten minutes, once"
        rm -rf "$WORK"
        mkdir -p "$WORK" "$KUBE/bin"
        build_logged
        mv "$WORK"/bin/* "$KUBE/bin/"
        rm -rf "$WORK"
    fi
    say "kubernetes $VERSION: $KUBE/bin"
}

status() {
    built || missing "Kubernetes $VERSION is not built yet; run $0 up."
    say "kubernetes $VERSION: $KUBE/bin"
}

verbs "${1:-}" up status
