#!/usr/bin/env bash
# Prints in the terminal what the dashboards show of the demo: what needs attention, deployments, and checkout in production, where latency
# stands beside commits and deployments.
#   demo-tables.sh CONFIGURATION [HOST:PORT of Prometheus]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
configuration=$1 prometheus=${2:-}
# That a table is cut needs no word here.
ask() { dotnet "$root/service/GrafanaGitOps.Service/bin/Release/net10.0/gitops.dll" query "$@" --config "$configuration" 2>/dev/null; }
title() { printf '\n%s\n' "$1"; }

title "What needs attention (sync_health)"
ask sync_health --format csv --columns needs_attention,environment,application,kind,out_of_sync,degraded,failed,over_budget,stale |
  tr -d '\r' | awk -F, 'NR == 1 || $1 == 1 { sub(/^[^,]*,/, ""); gsub(/,/, "\t"); print }' | expand -t 16
title "Fleet (sync_status)"
ask sync_status --limit 12 --columns \
  environment,application,kind,sync,health,deployed_short,commits_behind,sync_delay,budget,over_budget,message
title "Deployments to production (deployments)"
ask deployments --environment production --limit 10 --columns time,application,short_revision,authors,subjects,lead_time,duration

# One line for each moment, put in order: time, a tab, and what happened or was measured then.
selector='service_name="checkout",deployment_environment_name="production"'
requests=http_server_request_duration_seconds
measure() {
  promtool query range --start="$(date -u -d '-65 minutes' +%s)" --end="$(date -u +%s)" --step=5m "http://$prometheus" "$1" |
    sed -n 's/^\([0-9.e+-]*\) @\[\([0-9]*\).*/\2 \1/p' | sort
}
measures() {
  local failed="$selector,http_response_status_code=~\"5..\""
  join <(measure "histogram_quantile(0.95, sum by (le) (rate(${requests}_bucket{$selector}[2m])))") \
    <(measure "sum(rate(${requests}_count{$failed}[2m])) / sum(rate(${requests}_count{$selector}[2m]))") |
    join - <(measure "sum(db_client_connection_count{$selector,state=\"used\"}) / sum(db_client_connection_max{$selector})") |
    while read -r at p95 errors saturation; do
      printf '%s\t%s\n' "$(date -u -d "@$at" +%FT%TZ)" "$(awk -v p="$p95" -v e="$errors" -v s="$saturation" \
        'BEGIN { printf "        latency p95 %4.0f ms   errors %3.1f %%   connections in use %3.0f %%", p * 1000, e * 100, s * 100 }')"
    done
}
# Rows of a CSV without its head; the last column may hold commas.
rows() { ask "$@" --application checkout --environment production --from 65m --format csv | tr -d '\r' | tail -n +2; }

title "checkout in production, the last hour"
{
  rows commits --columns time,short_sha,author,subject |
    sed -E 's/^([^,]*),([^,]*),([^,]*),"?([^"]*)"?$/\1\tcommit \2 by \3: \4/'
  rows deployments --columns time,short_revision,duration,authors,subjects |
    sed -E 's/^([^,]*),([^,]*),([^,]*),([^,]*),"?([^"]*)"?$/\1\tdeployed \2 in \3 s: \4: \5/'
  if [ -n "$prometheus" ]; then measures; fi
} | sort | sed -E 's/^[^T]*T([0-9:]{5})[^\t]*\t/\1  /'
