#!/usr/bin/env bash
# Runs the benchmarks (all, or those whose names start with an argument) and prints their table; exits 1 when a target was missed.
# Everything is compiled ahead (ReadyToRun), as the product is published.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/prerequisites.sh
scripts/build-interop.sh
scripts/publish.sh
dotnet publish tests/benchmarks -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o artifacts/benchmarks -v quiet
# As plugin/launcher.sh and the image start the service.
export DOTNET_GCgen0size=0x2000000
dotnet artifacts/benchmarks/GrafanaGitOps.Benchmarks.dll "$@"
