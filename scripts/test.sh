#!/usr/bin/env bash
# Installs what the tests need, builds, checks the format and runs every suite. Arguments go to `dotnet test`, such as --filter;
# with any, the front end (scripts/test-frontend.sh) is left out.
# Ends with one line: N passed, N failed, N skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
# Tests start hundreds of short processes: measuring which code is hot costs them more than it gives.
export DOTNET_TieredPGO=0
results=artifacts/test-results
rm -rf "$results" && mkdir -p "$results"

echo "== prerequisites" && scripts/prerequisites.sh

postgres=$(mktemp -d) frontend=
finish() {
  set +e
  [ -z "$frontend" ] || { kill -- "-$frontend" && wait "$frontend"; } 2>/dev/null
  scripts/postgres.sh stop "$postgres" >/dev/null 2>&1
  rm -rf "$postgres"
}
trap finish EXIT
trap 'exit 130' INT TERM

# The front end goes beside everything else, since compilers, downloads and browsers leave much of two processors unused. What it says is
# shown as a whole when it has ended. It is a group of processes of its own, which ends with this script.
log=$results/frontend.log
if [ $# -eq 0 ] && command -v npm >/dev/null; then
  set -m
  scripts/test-frontend.sh >"$log" 2>&1 </dev/null &
  set +m
  frontend=$!
fi

echo "== build" && dotnet build GrafanaGitOps.sln -c Release -v quiet
# Style and analyzers are errors of the build already; to run them again would take minutes.
echo "== format" && dotnet format whitespace GrafanaGitOps.sln --verify-no-changes --no-restore
echo "== peers" && { scripts/build-interop.sh || [ "${CI:-}" != true ]; }

echo "== postgresql"
if GITOPS_TEST_POSTGRES=$(scripts/postgres.sh start "$postgres"); then
  export GITOPS_TEST_POSTGRES
else
  unset GITOPS_TEST_POSTGRES
  echo "PostgreSQL did not start: its tests are skipped (in CI they fail)" >&2
fi

status=0
for suite in GrafanaGitOps.Protocol.Tests GrafanaGitOps.Service.Tests; do
  if [ "$suite" = GrafanaGitOps.Service.Tests ] && [ -n "$frontend" ]; then
    # The demo's test wants the built plugin.
    until [ -e plugin/artifacts/built ] || ! kill -0 "$frontend" 2>/dev/null; do sleep 1; done
  fi
  echo "== $suite"
  dotnet test "tests/$suite" -c Release --no-build --logger "trx;LogFileName=$suite.trx" --results-directory "$results" "$@" || status=1
done

if [ -n "$frontend" ]; then
  echo "== front end"
  wait "$frontend" || status=1
  frontend=
  # Its own closing line is not shown: the one at the end counts everything.
  grep -vE '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$log" || true
fi

# A suite that left no report has crashed, which must not look like a pass.
passed=0 failed=0 skipped=0
for suite in GrafanaGitOps.Protocol.Tests GrafanaGitOps.Service.Tests; do
  counters=$(grep -o '<Counters [^>]*>' "$results/$suite.trx" || true)
  [ -n "$counters" ] || { echo "$suite left no report" >&2; failed=$((failed + 1)); status=1; continue; }
  count() { sed "s/.* $1=\"\([0-9]*\)\".*/\1/" <<<"$counters"; }
  passed=$((passed + $(count passed))) failed=$((failed + $(count failed)))
  skipped=$((skipped + $(count total) - $(count executed)))
done
if [ -e "$log" ]; then
  counted=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$log" | tail -n 1 || true)
  [ -n "$counted" ] || { echo "the front end left no report" >&2; counted="0 passed, 1 failed, 0 skipped"; status=1; }
  read -r front_passed _ front_failed _ front_skipped _ <<<"$counted"
  passed=$((passed + front_passed)) failed=$((failed + front_failed)) skipped=$((skipped + front_skipped))
fi
[ "$passed" -gt 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
