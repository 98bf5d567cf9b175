#!/usr/bin/env bash
# Runs the product: prints what is deployed, the latest commits and the address for Grafana, then keeps serving.
#   ./scripts/demo.sh [--seed N] [--speed N]                      a story with clusters, repositories and metrics of its own (demo-story.sh)
#   ./scripts/demo.sh --repository URL|FOLDER [...]               yours; every option of `gitops serve` works, such as --config
#   ./scripts/demo.sh --kubeconfig FILE [--context NAME] --repository URL    a cluster, and what its applications are deployed from
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
for program in dotnet git; do
  command -v "$program" >/dev/null || { echo "demo: $program is needed and not on the PATH" >&2; exit 1; }
done

case "${1:-}" in
  --seed* | --speed*) exec "$root/scripts/demo-story.sh" "$@" ;;
  '') [ -n "${GITOPS_CONFIG:-}" ] || exec "$root/scripts/demo-story.sh" ;;
esac

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
echo "building..." >&2
dotnet build "$root/service/GrafanaGitOps.Service" -c Release -v quiet >&2
gitops() { dotnet "$root/service/GrafanaGitOps.Service/bin/Release/net10.0/gitops.dll" "$@"; }

free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
port() { if free "$1"; then echo "$1"; else echo 0; fi; }
arguments=("$@")
given() { [[ " ${arguments[*]-} " == *" $1"[\ =]* ]]; }
cluster() { given --kubeconfig || given --context || given --in-cluster; }
given --http-address || arguments+=(--http-address "127.0.0.1:$(port 8080)")
given --plugin-address || arguments+=(--plugin-address "127.0.0.1:$(port 10510)")

work=$(mktemp -d)
service=
finish() {
  [ -z "$service" ] || { kill "$service" 2>/dev/null && wait "$service" || true; }
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 0' INT TERM
data=$work/data
for ((i = 0; i < ${#arguments[@]}; i++)); do
  case ${arguments[i]} in
    --data-directory) data=${arguments[i + 1]} ;;
    --data-directory=*) data=${arguments[i]#*=} ;;
  esac
done
given --data-directory || arguments+=(--data-directory "$data")

dotnet "$root/service/GrafanaGitOps.Service/bin/Release/net10.0/gitops.dll" serve "${arguments[@]}" >"$work/banner" &
service=$!

# The first pass over every repository is done when the service says that it is ready.
ready() {
  local probe
  probe=$(sed -n 's#.*Probes *http://\([^/]*\)/healthz.*#\1#p' "$work/banner")
  [ -n "$probe" ] || return 1
  exec 3<>"/dev/tcp/${probe%:*}/${probe##*:}" || return 1
  printf 'GET /readyz HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$probe" >&3
  head -n 1 <&3 | grep -q ' 200 '
}
until ready 2>/dev/null; do
  kill -0 "$service" 2>/dev/null || { wait "$service" || exit $?; exit 1; }
  sleep 0.2
done

# Which commits an application waits for is found out right after it and its repository have been read.
waits() { gitops query sync_status --data-directory "$data" --format csv --columns commits_known | grep -q "not looked at yet"; }
if cluster; then
  for ((i = 0; i < 100; i++)); do waits || break; sleep 0.2; done
  echo && echo "Applications" && gitops query sync_status --data-directory "$data" --columns \
    environment,application,kind,cluster,sync,health,deployed_short,desired_short,commits_behind,sync_delay,budget,over_budget,commits_known
fi
echo && echo "Repositories" && gitops query repositories --data-directory "$data"
echo && echo "Latest commits" && gitops query commits --data-directory "$data" --limit 15
echo && cat "$work/banner"
wait "$service"
