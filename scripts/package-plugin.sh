#!/usr/bin/env bash
# Packs the plugin as Grafana installs it: one zip with the folder gitops-companion-datasource. Prints the archive's path.
#   scripts/package-plugin.sh [--built] [--service FOLDER] [--output FOLDER]
# --service bundles a published service (scripts/publish.sh makes artifacts/publish), which Grafana then starts by itself where it is
# told of no companion; without it the package needs a companion. --built packs plugin/dist as it is. The default output is artifacts.
# SOURCE_DATE_EPOCH makes the archive the same, byte for byte, however often it is made. Needs Node 20 (unless --built) and zip.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
built= service= output=$root/artifacts
while [ $# -gt 0 ]; do
  case $1 in
    --built) built=1; shift ;;
    --service) service=${2:?--service needs a folder}; shift 2 ;;
    --output) output=${2:?--output needs a folder}; shift 2 ;;
    *) echo "unknown: $1; see the head of $0" >&2; exit 2 ;;
  esac
done

if [ -n "$service" ] && [ ! -e "$service/gitops" ] && [ ! -e "$service/gitops.dll" ]; then
  echo "$service holds no service: neither gitops nor gitops.dll is there; scripts/publish.sh makes one in artifacts/publish" >&2
  exit 1
fi
if [ -z "$built" ]; then
  cd "$root/plugin"
  [ -d node_modules ] || npm ci --no-audit --no-fund --loglevel=error >&2
  npm run --silent build >&2
fi
[ -e "$root/plugin/dist/module.js" ] || { echo "plugin/dist is not built: leave out --built" >&2; exit 1; }

id=gitops-companion-datasource
version=$(sed -n 's/.*<VersionPrefix>\(.*\)<\/VersionPrefix>.*/\1/p' "$root/Directory.Build.props")
mkdir -p "$output"
archive=$(cd "$output" && pwd)/$id-$version.zip
staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
cp -R "$root/plugin/dist" "$staging/$id"
[ -z "$service" ] || cp -R "$service" "$staging/$id/service"

# The same times, rights and order each time. A zip's times have no zone.
find "$staging" -exec touch -h -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" {} +
find "$staging" -type f -perm -u+x -exec chmod 755 {} +
find "$staging" -type f ! -perm -u+x -exec chmod 644 {} +
rm -f "$archive"
cd "$staging"
find "$id" -type f | LC_ALL=C sort | TZ=UTC zip -q -X "$archive" -@
echo "$archive"
