#!/usr/bin/env bash
# Compiles the plugin's front end against the packages of other versions of Grafana, so that it uses nothing that one of them lacks:
#   scripts/check-grafana-versions.sh [VERSION...]      default: the oldest and the newest that the plugin is for
# Not a part of the tests: it downloads some 30 MB for each version. Needs Node 20 and plugin/node_modules (npm ci).
set -euo pipefail
cd "$(dirname "$0")/../plugin"
[ $# -gt 0 ] || set -- 11.6.0 13.2.2
packages=(data runtime schema ui)
settings=tsconfig.versions.json
trap 'rm -f "$settings"' EXIT
status=0
for version in "$@"; do
  # Below node_modules, where the packages' own dependencies are found.
  folder=node_modules/.cache/grafana-$version
  paths=()
  for package in "${packages[@]}"; do
    if [ ! -e "$folder/$package/package.json" ]; then
      mkdir -p "$folder/$package"
      archive=$(npm pack --silent --pack-destination "$folder" "@grafana/$package@$version")
      tar -xzf "$folder/$archive" -C "$folder/$package" --strip-components=1
      rm "$folder/$archive"
    fi
    paths+=("\"@grafana/$package\": [\"./$folder/$package\"]")
  done
  (
    IFS=,
    echo "{ \"extends\": \"./tsconfig.json\", \"include\": [\"src\"], \"exclude\": [\"**/*.test.ts\"],"
    echo "  \"compilerOptions\": { \"paths\": { ${paths[*]} } } }"
  ) >"$settings"
  if npx tsc --noEmit -p "$settings"; then echo "Grafana $version: fits"; else status=1; echo "Grafana $version: does not fit" >&2; fi
done
exit "$status"
