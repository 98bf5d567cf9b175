#!/usr/bin/env bash
# A real Kubernetes API server with its etcd, on loopback, without nodes or controllers: for tests, benchmarks and the demo.
#   kubernetes.sh start DIR         starts both, keeps everything in DIR, prints the kubeconfig of an administrator
#   kubernetes.sh stop DIR          ends both
#   kubernetes.sh stop-server DIR   ends the API server only (KILL=1: with SIGKILL); start-server starts it again on the same port
#   kubernetes.sh compact DIR       makes etcd forget all but the newest version, so that older ones are 410 Gone
# The programs come from KUBEBUILDER_ASSETS, or from what scripts/build-kube-apiserver.sh made; ends with status 3 when there are none.
set -euo pipefail
command=${1:?start, stop, start-server, stop-server or compact}
dir=${2:?the folder for its files}

assets() {
  local built=${XDG_CACHE_HOME:-$HOME/.cache}/gitops-kube-assets
  command -v kubectl >/dev/null || { echo "kubectl is not on the PATH" >&2; exit 3; }
  if [ -n "${KUBEBUILDER_ASSETS:-}" ]; then echo "$KUBEBUILDER_ASSETS"
  elif [ -x "$built/kube-apiserver" ]; then echo "$built"
  else echo "no kube-apiserver: set KUBEBUILDER_ASSETS to a folder with kube-apiserver and etcd, or run scripts/build-kube-apiserver.sh" >&2; exit 3
  fi
}

free_port() {
  local port
  while true; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# run NAME PROGRAM ARGUMENT...: in the background, with DIR/NAME.log and DIR/NAME.pid
run() {
  local name=$1; shift
  setsid "$@" </dev/null >>"$dir/$name.log" 2>&1 &
  echo $! >"$dir/$name.pid"
}

# end NAME [SIGNAL]
end() {
  local pid
  pid=$(cat "$dir/$1.pid" 2>/dev/null) || return 0
  kill "-${2:-TERM}" "$pid" 2>/dev/null || true
  # A process that ended stays in the table until its parent looks, and in a container nobody may.
  while kill -0 "$pid" 2>/dev/null && [ "$(ps -o stat= -p "$pid" | cut -c1)" != Z ]; do sleep 0.05; done
  rm -f "$dir/$1.pid"
}

# await NAME SECONDS COMMAND...
await() {
  local name=$1 left=$(($2 * 10)); shift 2
  until "$@" >/dev/null 2>&1; do
    kill -0 "$(cat "$dir/$name.pid")" 2>/dev/null || { echo "$name has ended:" >&2; tail -5 "$dir/$name.log" >&2; exit 1; }
    [ $((left--)) -gt 0 ] || { echo "$name did not become ready; see $dir/$name.log" >&2; exit 1; }
    sleep 0.1
  done
}

kube() { timeout 10 kubectl --kubeconfig "$dir/kubeconfig" --request-timeout=5s "$@"; }

start_server() {
  # The threads of a killed server may hold its port a moment longer than its process is there.
  while (exec 3<>"/dev/tcp/127.0.0.1/$server_port") 2>/dev/null; do sleep 0.05; done
  run kube-apiserver "$assets/kube-apiserver" --etcd-servers="http://127.0.0.1:$etcd_port" --secure-port="$server_port" --bind-address=127.0.0.1 \
    --cert-dir="$dir/certs" --client-ca-file="$dir/client-ca.crt" --service-account-key-file="$dir/sa.key" --service-account-signing-key-file="$dir/sa.key" \
    --service-account-issuer=https://kubernetes.test --token-auth-file="$dir/tokens.csv" --authorization-mode=RBAC \
    --service-cluster-ip-range=10.0.0.0/24 --disable-admission-plugins=ServiceAccount --profiling=false
  await kube-apiserver 60 kube get --raw /readyz
}

write_files() {
  local token
  token=$(openssl rand -hex 16)
  openssl genrsa -out "$dir/sa.key" 2048 2>/dev/null
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=client-ca -keyout "$dir/client-ca.key" -out "$dir/client-ca.crt" 2>/dev/null
  echo "$token,administrator,administrator,\"system:masters\"" >"$dir/tokens.csv"
  cat >"$dir/kubeconfig" <<YAML
apiVersion: v1
kind: Config
clusters:
- name: local
  cluster: {server: "https://127.0.0.1:$server_port", certificate-authority: certs/apiserver.crt}
users:
- name: administrator
  user: {token: "$token"}
contexts:
- name: local
  context: {cluster: local, user: administrator}
current-context: local
YAML
  printf 'etcd_port=%s\nserver_port=%s\n' "$etcd_port" "$server_port" >"$dir/ports"
}

case $command in
  start)
    umask 077
    assets=$(assets)
    mkdir -p "$dir" && dir=$(cd "$dir" && pwd)
    etcd_port=$(free_port) peer_port=$(free_port) server_port=$(free_port)
    write_files
    run etcd "$assets/etcd" --data-dir "$dir/etcd" --listen-client-urls "http://127.0.0.1:$etcd_port" --advertise-client-urls "http://127.0.0.1:$etcd_port" \
      --listen-peer-urls "http://127.0.0.1:$peer_port" --unsafe-no-fsync
    start_server
    echo "$dir/kubeconfig" ;;
  start-server)
    assets=$(assets)
    . "$dir/ports"
    start_server ;;
  stop-server) end kube-apiserver "${KILL:+KILL}" ;;
  stop) end kube-apiserver KILL; end etcd KILL ;;
  compact)
    . "$dir/ports"
    # etcd's gRPC gateway: any read tells the newest revision.
    revision=$(curl -sf -d '{"key":"AA=="}' "http://127.0.0.1:$etcd_port/v3/kv/range" | sed 's/.*"revision":"\([0-9]*\)".*/\1/')
    curl -sf -d "{\"revision\":\"$revision\",\"physical\":true}" "http://127.0.0.1:$etcd_port/v3/kv/compaction" >/dev/null ;;
  *) echo "unknown command $command" >&2; exit 2 ;;
esac
