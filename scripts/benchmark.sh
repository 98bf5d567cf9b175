#!/usr/bin/env bash
# Runs the benchmarks (all, or those whose names start with an argument) and prints their table; exits 1 when a target was missed.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/prerequisites.sh
scripts/build-interop.sh
dotnet run -c Release --project tests/benchmarks -- "$@"
