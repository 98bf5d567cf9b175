#!/usr/bin/env bash
# Runs `gitops demo`: clusters, repositories, thirty days of history and a story that goes on. With a Grafana (GRAFANA_HOME, or on the
# PATH) and Prometheus it opens the dashboards on both; without them it prints what they would show. Ends, with all it started, by Ctrl+C.
#   ./scripts/demo-story.sh [--seed N] [--speed N]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
started=()
finish() {
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do kill "${started[i]}" 2>/dev/null || true; done
  for process in "${started[@]}"; do wait "$process" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 0' INT TERM

for program in dotnet git; do
  command -v "$program" >/dev/null || { echo "demo: $program is needed and not on the PATH" >&2; exit 1; }
done

# --- What is there
grafana=() grafana_home=
if [ -n "${GRAFANA_HOME:-}" ]; then
  grafana_home=$GRAFANA_HOME
  PATH="$GRAFANA_HOME/bin:$PATH"
fi
if command -v grafana >/dev/null; then grafana=(grafana server)
elif command -v grafana-server >/dev/null; then grafana=(grafana-server)
fi
[ ${#grafana[@]} = 0 ] || grafana_home=${grafana_home:-/usr/share/grafana}

has_prometheus() { command -v prometheus >/dev/null && command -v promtool >/dev/null && command -v curl >/dev/null; }
install_prometheus() {
  local as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null || return 1
  echo "installing Prometheus..." >&2
  # RUNLEVEL=1: no package starts a service of its own.
  "${as_root[@]}" apt-get update -q >/dev/null && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
    "${as_root[@]}" apt-get install -q -y --no-install-recommends prometheus curl >/dev/null
}
has_prometheus || install_prometheus || true

# --- Build: the plugin, where a Grafana wants it and it is not built from these sources yet, beside the service
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
echo "building..." >&2
is_built() {
  local built=$root/plugin/dist/module.js
  [ -e "$built" ] && [ -z "$(find "$root/plugin/src" "$root/plugin/package-lock.json" -newer "$built" -print -quit)" ]
}
build_plugin() (
  cd "$root/plugin"
  [ -d node_modules ] || npm ci --no-audit --no-fund --loglevel=error
  npm run --silent build
)
if [ ${#grafana[@]} -gt 0 ] && ! is_built; then
  if command -v npm >/dev/null; then
    build_plugin >"$work/plugin.log" 2>&1 &
    plugin=$!
    started+=("$plugin")
  else
    echo "The plugin is not built, which needs Node and npm: Grafana is left out." >&2
    grafana=()
  fi
fi
# A signal waits for what runs in front, and building takes a while.
dotnet build "$root/service/GrafanaGitOps.Service" -c Release -v quiet >"$work/build.log" 2>&1 &
build=$!
started+=("$build")
wait "$build" || { cat "$work/build.log" >&2; exit 1; }
if [ -n "${plugin:-}" ] && ! wait "$plugin"; then
  tail -n 20 "$work/plugin.log" >&2
  echo "The plugin could not be built: Grafana is left out." >&2
  grafana=()
fi
started=()
gitops() { dotnet "$root/service/GrafanaGitOps.Service/bin/Release/net10.0/gitops.dll" "$@"; }

# --- The demo
free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
port() { local port=$1; until free "$port"; do port=$((RANDOM % 20000 + 20000)); done; echo "$port"; }
: >"$work/banner"
dotnet "$root/service/GrafanaGitOps.Service/bin/Release/net10.0/gitops.dll" demo --data-directory "$work/data" --log-level warning \
  --http-address 127.0.0.1:0 --plugin-address 127.0.0.1:0 --demo-address 127.0.0.1:0 "$@" >"$work/banner" &
service=$!
started+=("$service")
until grep -q "Ctrl+C" "$work/banner"; do
  kill -0 "$service" 2>/dev/null || { wait "$service" || exit $?; exit 1; }
  sleep 0.2
done
said() { sed -n "s#^  $1 *\(http://\)\{0,1\}\([0-9.]*:[0-9]*\).*#\2#p" "$work/banner"; }
http=$(said Probes) companion=$(said Grafana) demo=$(said Shop)

answers() {
  exec 3<>"/dev/tcp/${1%:*}/${1##*:}" || return 1
  printf 'GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
  head -n 1 <&3 | grep -q ' 200 '
}
await() { # process, address, path
  until (answers "$2" "$3") 2>/dev/null; do
    kill -0 "$1" 2>/dev/null || return 1
    sleep 0.2
  done
  # Nobody else's answer counts.
  kill -0 "$1" 2>/dev/null
}
await "$service" "$http" /readyz || { wait "$service" || exit $?; exit 1; }
ask() { gitops query "$@" --config "$work/data/gitops.yaml" 2>/dev/null; }
# Which commits an application waits for is found out right after it and its repository have been read.
for ((i = 0; i < 100; i++)); do ask sync_status --format csv --columns commits_known | grep -q "not looked at yet" || break; sleep 0.2; done

# --- Prometheus, with the hours before the start
prometheus=
if has_prometheus; then
  prometheus=127.0.0.1:$(port 9090)
  curl -fsS "http://$demo/metrics/history?hours=3&step=30" >"$work/history.txt"
  promtool tsdb create-blocks-from openmetrics "$work/history.txt" "$work/prometheus" >"$work/promtool.log" 2>&1 ||
    cat "$work/promtool.log" >&2
  rm "$work/history.txt"
  mkdir -p "$work/prometheus.d"
  if [ -d "$root/provisioning/prometheus" ]; then cp -r "$root/provisioning/prometheus/." "$work/prometheus.d"; fi
  if [ -f "$work/prometheus.d/prometheus.demo.yml" ]; then
    sed -i -E "s#[A-Za-z0-9_.-]+:8081#$demo#g; s#[A-Za-z0-9_.-]+:8080#$http#g" "$work/prometheus.d/prometheus.demo.yml"
  else
    {
      echo "global: { scrape_interval: 5s }"
      echo "scrape_configs:"
      for job in shop argocd flux; do
        echo "  - { job_name: $job, honor_labels: true, metrics_path: /metrics/$job, static_configs: [{ targets: ['$demo'] }] }"
      done
      echo "  - { job_name: gitops-companion, honor_labels: true, static_configs: [{ targets: ['$http'] }] }"
    } >"$work/prometheus.d/prometheus.demo.yml"
  fi
  prometheus --config.file="$work/prometheus.d/prometheus.demo.yml" --storage.tsdb.path="$work/prometheus" \
    --web.listen-address="$prometheus" >"$work/prometheus.log" 2>&1 &
  started+=("$!")
  await "$!" "$prometheus" /-/ready || { tail -n 20 "$work/prometheus.log" >&2; prometheus=; }
else
  echo "No Prometheus (Debian: apt install prometheus): latency and errors are left out." >&2
fi

# --- Grafana
if [ ${#grafana[@]} -gt 0 ]; then
  address=127.0.0.1:$(port 3000)
  mkdir -p "$work/plugins" "$work/grafana"
  cp -rL "$root/plugin/dist" "$work/plugins/gitops-companion-datasource"
  GF_SERVER_HTTP_ADDR=127.0.0.1 GF_SERVER_HTTP_PORT=${address##*:} \
    GF_PATHS_DATA="$work/grafana" GF_PATHS_LOGS="$work/grafana/log" GF_PATHS_PLUGINS="$work/plugins" \
    GF_PATHS_PROVISIONING="$root/provisioning" GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS=gitops-companion-datasource \
    GF_PLUGINS_FORWARD_HOST_ENV_VARS=gitops-companion-datasource GITOPS_COMPANION_ADDRESS="$companion" GITOPS_COMPANION_TOKEN='' \
    GITOPS_PROMETHEUS_URL="http://${prometheus:-127.0.0.1:9090}" GITOPS_DASHBOARDS="$root/dashboards" \
    GF_AUTH_ANONYMOUS_ENABLED=true GF_AUTH_ANONYMOUS_ORG_ROLE=Admin GF_PLUGINS_PREINSTALL_DISABLED=true \
    GF_ANALYTICS_REPORTING_ENABLED=false GF_ANALYTICS_CHECK_FOR_UPDATES=false GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES=false \
    GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH="$root/dashboards/fleet.json" \
    "${grafana[@]}" --homepath "$grafana_home" >"$work/grafana.log" 2>&1 &
  started+=("$!")
  await "$!" "$address" /api/health || { tail -n 20 "$work/grafana.log" >&2; exit 1; }
  echo "Grafana       http://$address"
  echo "The story     http://$address/d/gitops-application?var-application=checkout&var-environment=production&from=now-1h&to=now"
  [ -z "$prometheus" ] || echo "Prometheus    http://$prometheus"
else
  echo "No Grafana here (set GRAFANA_HOME, or put it on the PATH): this is what its dashboards show."
  "$root/scripts/demo-tables.sh" "$work/data/gitops.yaml" "$prometheus"
fi
echo && cat "$work/banner"
wait "$service"
