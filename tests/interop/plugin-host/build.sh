#!/usr/bin/env bash
# Builds the plugin host from Debian's Go packages into the folder given, as "plugin-host".
set -euo pipefail
out=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
proto="$here/../../../service/GrafanaGitOps.Protocol/Plugin/Proto"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/src/pluginhost/pluginv2"
cp "$here"/*.go "$work/src/pluginhost/"
# The package's path is given here, so that the protocol's files need not know of Go.
protoc -I "$proto" --go_out=plugins=grpc,Mpluginv2.proto=pluginhost/pluginv2:"$work/src/pluginhost/pluginv2" pluginv2.proto 2>&1 |
  grep -v -e 'WARNING: Missing .go_package' -e '^$' >&2 || true
cd "$work/src/pluginhost"
GO111MODULE=off GOFLAGS= GOPATH="$work:/usr/share/gocode" GOCACHE="${GOCACHE:-$work/cache}" go build -o "$out/plugin-host" .
