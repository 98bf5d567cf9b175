#!/usr/bin/env bash
# Publishes the service for linux-x64, self-contained and compiled ahead (ReadyToRun), into artifacts/publish: what a plugin bundles as its folder "service".
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet publish service/GrafanaGitOps.Service -c Release -r linux-x64 --self-contained -p:PublishReadyToRun=true -o artifacts/publish -v quiet "$@"
