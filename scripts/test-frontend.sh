#!/usr/bin/env bash
# Checks and tests the plugin's front end: types, lint, unit tests, build, package, components in a real Chromium, and, with GRAFANA_URL,
# end to end in that Grafana. Ends with one line: N passed, N failed, N skipped. Needs Node 20 and, for the components, Chromium.
set -euo pipefail
cd "$(dirname "$0")/../plugin"
export CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || echo /usr/bin/chromium)}
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
rm -rf artifacts/*.json artifacts/built && mkdir -p artifacts
status=0

# Installing takes a minute, so it is done only when the lock file changed.
lock=$(sha256sum package-lock.json)
if [ "$(cat node_modules/.installed 2>/dev/null)" != "$lock" ]; then
  echo "== npm ci"
  npm ci --no-audit --no-fund --loglevel=error
  echo "$lock" >node_modules/.installed
fi

# What needs no other step runs beside it: there are two processors.
echo "== build, types, lint"
npm run --silent build >artifacts/build.log 2>&1 & build=$!
npm run --silent typecheck >artifacts/typecheck.log 2>&1 & types=$!
if wait "$build"; then touch artifacts/built; else status=1; cat artifacts/build.log; fi
npm run --silent build:host >artifacts/build-host.log 2>&1 & host=$!
wait "$types" || { status=1; cat artifacts/typecheck.log; }
npm run --silent lint || status=1
wait "$host" || { status=1; cat artifacts/build-host.log; }

echo "== unit tests and package"
npm run --silent test:ci -- --json --outputFile artifacts/unit.json || status=1

echo "== components in Chromium"
if [ -x "$CHROMIUM" ]; then
  npm run --silent test:components || status=1
else
  echo "no Chromium: the component tests are skipped (in CI they fail)" >&2
  [ "${CI:-}" != true ] || status=1
fi

echo "== end to end"
npm run --silent e2e || status=1

# A suite that left no report has crashed, which must not look like a pass.
node -e '
  const { existsSync, readFileSync } = require("node:fs");
  const total = { passed: 0, failed: 0, skipped: 0 };
  const report = (name) => (existsSync(name) ? JSON.parse(readFileSync(name, "utf8")) : undefined);
  const add = (passed, failed, skipped) => { total.passed += passed; total.failed += failed; total.skipped += skipped; };
  const unit = report("artifacts/unit.json");
  // A suite that did not even load counts as one that failed.
  if (unit) add(unit.numPassedTests, unit.numFailedTests + unit.numRuntimeErrorTestSuites, unit.numPendingTests); else add(0, 1, 0);
  for (const name of ["components", "e2e"]) {
    const stats = report(`artifacts/${name}.json`)?.stats;
    if (stats) add(stats.expected + stats.flaky, stats.unexpected, stats.skipped);
    else if (name === "e2e" || existsSync(process.env.CHROMIUM)) add(0, 1, 0);
  }
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
' || status=1
exit "$status"
