#!/usr/bin/env bash
# Makes sure that the programs that tests and benchmarks need are there, installing what it may from Debian's or Ubuntu's packages.
# What stays missing is named; with CI=true it is a failure.
set -euo pipefail

declare -A package_of=(
  [git]=git [go]=golang-go [protoc]=protobuf-compiler [protoc-gen-go]=golang-goprotobuf-dev
  [promtool]=prometheus [sshd]=openssh-server [busybox]=busybox [dash]=dash [kubectl]=kubernetes-client [curl]=curl [openssl]=openssl
  [docker-compose]=docker-compose [zip]=zip [unzip]=unzip
)
missing=()
for program in "${!package_of[@]}"; do
  PATH="$PATH:/usr/sbin" command -v "$program" >/dev/null || missing+=("${package_of[$program]}")
done
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql)
[ -e /usr/share/gocode/src/github.com/hashicorp/go-plugin ] || missing+=(golang-github-hashicorp-go-plugin-dev)
[ -e /usr/share/gocode/src/google.golang.org/grpc ] || missing+=(golang-google-grpc-dev)
[ -e /usr/share/gocode/src/github.com/golang/protobuf ] || missing+=(golang-goprotobuf-dev)

if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
    echo "installing: ${missing[*]}" >&2
    "${as_root[@]}" apt-get update -q >/dev/null
    # RUNLEVEL=1: no package starts a service of its own.
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -q -y --no-install-recommends "${missing[@]}" >/dev/null
    missing=()
  fi
fi

for program in dotnet node npm; do
  command -v "$program" >/dev/null || missing+=("$program")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "missing and not to be installed from here: ${missing[*]}; the tests that need them are skipped" >&2
  command -v dotnet >/dev/null || { echo "without the .NET 10 SDK nothing can be built: https://dotnet.microsoft.com/download" >&2; exit 1; }
  [ "${CI:-}" != true ] || exit 1
fi

# Where ../shared/tools/kube-assets stands beside the checkout, it unpacks an API server that was built before to where
# scripts/kubernetes.sh looks. Ten minutes of building are for CI and for those who ask; elsewhere the tests against one are skipped.
root=$(cd "$(dirname "$0")/.." && pwd)
assets=${KUBEBUILDER_ASSETS:-${XDG_CACHE_HOME:-$HOME/.cache}/gitops-kube-assets}
has_apiserver() { [ -x "$assets/kube-apiserver" ] && [ -x "$assets/etcd" ]; }
prebuilt=$root/../shared/tools/kube-assets
has_apiserver || [ ! -x "$prebuilt" ] || "$prebuilt" >/dev/null || echo "$prebuilt failed" >&2
if ! has_apiserver; then
  if [ "${CI:-}" = true ]; then
    echo "building kube-apiserver" >&2
    "$root/scripts/build-kube-apiserver.sh" >/dev/null
  else
    echo "no kube-apiserver: its tests are skipped; scripts/build-kube-apiserver.sh makes one in some ten minutes" >&2
  fi
fi
