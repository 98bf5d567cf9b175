#!/usr/bin/env bash
# Installs the grpc-js client into the folder $1/grpc-js.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target="$1/grpc-js"
rm -rf "$target"
mkdir -p "$target"
cp "$here"/package.json "$here"/package-lock.json "$here"/*.js "$target/"
cp "$here/../proto/echo.proto" "$here/../../../service/GrafanaGitOps.Protocol/Grpc/health.proto" "$target/"
cd "$target"
npm ci --ignore-scripts --no-audit --no-fund
