#!/usr/bin/env bash
# A Kubernetes control plane (API server, controllers, scheduler, no node) on
# loopback, empty at every start. With MIGRATE_TEST_KUBECONFIG set, that cluster
# is used instead.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

BIN=$CACHE/kubernetes-1.20.2/bin
STATE=$RUN/kube
KUBECONFIG_FILE=$STATE/kubeconfig
PORT=26443
SERVER=https://127.0.0.1:$PORT
ETCD=http://127.0.0.1:22379
ETCD_PEER=http://127.0.0.1:22380
PARTS=(kube-scheduler kube-controller-manager kube-apiserver etcd)
PATH=$BIN:$PATH

# api PATH: what the server answers the administrator, nothing when it does not.
api() {
    curl --silent --fail --noproxy '*' --cacert "$STATE/ca.crt" \
        --header "Authorization: Bearer $(cat "$STATE/token")" "$SERVER$1" 2>/dev/null
}

ready() { [[ $(api /readyz) == ok ]]; }

# Pods are refused in a namespace until the controllers gave its account a token.
settled() { api /api/v1/namespaces/default/serviceaccounts/default | grep -q '"secrets"'; }

running() {
    local part
    for part in "${PARTS[@]}"; do
        alive "$part" || return 1
    done
    ready
}

# sign NAME SUBJECT EXTENSIONS CA-ARGUMENTS...: key and certificate.
sign() {
    local name=$1 subject=$2 extensions=$3
    shift 3
    openssl req -new -newkey rsa:2048 -nodes -subj "$subject" \
        -keyout "$STATE/$name.key" -out "$STATE/$name.csr" 2>/dev/null
    openssl x509 -req -days 3650 -in "$STATE/$name.csr" -out "$STATE/$name.crt" \
        -extfile <(printf '%b' "$extensions") "$@" 2>/dev/null
}

make_keys() {
    sign ca /CN=testbed-ca \
        'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash' \
        -signkey "$STATE/ca.key"
    sign server /CN=testbed \
        'basicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\nsubjectAltName=IP:127.0.0.1,IP:10.0.0.1,DNS:localhost,DNS:kubernetes.default.svc' \
        -CA "$STATE/ca.crt" -CAkey "$STATE/ca.key" -CAcreateserial
    openssl genrsa -out "$STATE/accounts.key" 2048 2>/dev/null
    openssl rand -hex 24 >"$STATE/token"
    say "$(cat "$STATE/token"),testbed-admin,testbed-admin,system:masters" >"$STATE/tokens.csv"
}

write_kubeconfig() {
    cat <<END >"$KUBECONFIG_FILE"
apiVersion: v1
kind: Config
clusters:
- name: testbed
  cluster:
    server: $SERVER
    certificate-authority-data: $(base64 -w 0 "$STATE/ca.crt")
users:
- name: testbed-admin
  user:
    token: $(cat "$STATE/token")
contexts:
- name: testbed
  context:
    cluster: testbed
    user: testbed-admin
current-context: testbed
END
}

start_etcd() {
    start etcd --data-dir "$STATE/etcd" --unsafe-no-fsync \
        --listen-client-urls $ETCD --advertise-client-urls $ETCD \
        --listen-peer-urls $ETCD_PEER --initial-advertise-peer-urls $ETCD_PEER \
        --initial-cluster default=$ETCD_PEER
    wait_for 20 curl --silent --fail --noproxy '*' --output /dev/null $ETCD/health || broken etcd
}

start_apiserver() {
    start kube-apiserver --etcd-servers=$ETCD \
        --bind-address=127.0.0.1 --advertise-address=127.0.0.1 --secure-port=$PORT \
        --tls-cert-file="$STATE/server.crt" --tls-private-key-file="$STATE/server.key" \
        --client-ca-file="$STATE/ca.crt" --token-auth-file="$STATE/tokens.csv" \
        --service-account-key-file="$STATE/accounts.key" \
        --service-account-signing-key-file="$STATE/accounts.key" \
        --service-account-issuer=$SERVER --service-cluster-ip-range=10.0.0.0/24 \
        --authorization-mode=Node,RBAC --allow-privileged=true --endpoint-reconciler-type=none
    wait_for 60 ready || broken kube-apiserver
}

# Port 0 turns their own servers off: nothing but the API server listens.
start_controllers() {
    start kube-controller-manager --kubeconfig="$KUBECONFIG_FILE" --leader-elect=false \
        --port=0 --secure-port=0 --root-ca-file="$STATE/ca.crt" \
        --service-account-private-key-file="$STATE/accounts.key"
    start kube-scheduler --kubeconfig="$KUBECONFIG_FILE" --leader-elect=false \
        --port=0 --secure-port=0
    wait_for 60 settled || broken kube-controller-manager
}

start_cluster() {
    needs etcd openssl curl
    "$TESTBED/kube-build.sh" up
    mkdir -p "$STATE"
    chmod 700 "$STATE"
    make_keys
    write_kubeconfig
    start_etcd
    start_apiserver
    start_controllers
}

stop_cluster() {
    local part
    for part in "${PARTS[@]}"; do
        stop "$part"
    done
    rm -rf "$STATE"
}

up() {
    lock kube
    if [[ -z ${MIGRATE_TEST_KUBECONFIG:-} ]] && ! running; then
        stop_cluster
        start_cluster
    fi
    status
}

down() {
    lock kube
    stop_cluster
}

status() {
    if [[ -n ${MIGRATE_TEST_KUBECONFIG:-} ]]; then
        [[ -r $MIGRATE_TEST_KUBECONFIG ]] ||
            missing "MIGRATE_TEST_KUBECONFIG names $MIGRATE_TEST_KUBECONFIG, which cannot be read."
        say "kubernetes: $MIGRATE_TEST_KUBECONFIG"
        return
    fi
    running || missing "the Kubernetes API server is not running; run $0 up."
    say "kubernetes: $KUBECONFIG_FILE"
}

verbs "${1:-}" up down status
