#!/usr/bin/env bash
# Builds the grpc-go client and server from Debian's packages into the folder $1.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/src/echo"
cp -r "$here/client" "$here/server" "$work/src/"
protoc -I "$here/../proto" --go_out="plugins=grpc,Mgoogle/protobuf/wrappers.proto=github.com/golang/protobuf/ptypes/wrappers:$work/src/echo" echo.proto
# The generated file lands in a folder named by go_package.
find "$work/src/echo" -mindepth 2 -name '*.go' -exec mv {} "$work/src/echo/" \;
export GO111MODULE=off GOPATH="$work:/usr/share/gocode" GOFLAGS=-trimpath
go build -o "$1/grpc-go-client" client
go build -o "$1/grpc-go-server" server
