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
# What is asked of checkout: rows without their head, with tabs between the fields of the CSV.
rows() {
  ask "$@" --application checkout --environment production --from 65m --format csv | tr -d '\r' | tail -n +2 | awk '{
    fields = ""; quoted = 0
    for (i = 1; i <= length($0); i++) {
      c = substr($0, i, 1)
      if (c == "\"" && quoted && substr($0, i + 1, 1) == c) { fields = fields c; i++ }
      else if (c == "\"") quoted = !quoted
      else fields = fields (c == "," && !quoted ? "\t" : c)
    }
    print fields
  }'
}

title "checkout in production, the last hour (UTC)"
{
  rows commits --columns time,short_sha,author,subject |
    awk -F'\t' '{ printf "%s\tcommit %s by %s: %s\n", $1, $2, $3, $4 }'
  rows deployments --columns time,short_revision,authors,subjects,lead_time,duration,automated,initiator | awk -F'\t' '
    function span(s) { return s < 60 ? s " s" : s < 3600 ? int(s / 60) " min " s % 60 " s" : int(s / 3600) " h " int(s % 3600 / 60) " min" }
    {
      printf "%s\tdeployed commit %s by %s: %s; lead time %s, %s in %s\n",
        $1, $2, $3, $4, span($5), $7 == "true" ? "automatic sync" : "sync by " $8, span($6)
    }'
  if [ -n "$prometheus" ]; then measures; fi
} | sort | sed -E 's/^[^T]*T([0-9:]{5})[^\t]*\t/\1  /'
