#!/usr/bin/env bash
# Builds the peers that tests hold us against into artifacts/interop: every folder of tests/interop with a build.sh.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out="$root/artifacts/interop"
mkdir -p "$out"
for build in "$root"/tests/interop/*/build.sh; do
  [ -e "$build" ] || continue
  # A peer is built again only when its own folder or the protocol changed.
  folder=$(dirname "$build"); name=$(basename "$folder")
  stamp=$(find "$folder" "$root/tests/interop/proto" "$root/service/GrafanaGitOps.Protocol" -type f \( -path "$folder/*" -o -name '*.proto' \) -not -path '*/node_modules/*' -print0 | sort -z | xargs -0 sha256sum | sha256sum)
  if [ "$(cat "$out/.$name.stamp" 2>/dev/null)" = "$stamp" ]; then continue; fi
  echo "building $name" >&2
  (cd "$folder" && bash build.sh "$out")
  printf '%s' "$stamp" >"$out/.$name.stamp"
done
