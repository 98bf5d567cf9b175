#!/usr/bin/env bash
# Installs apache-arrow beside the script and puts the command arrow-to-json into the folder given as $1.
set -euo pipefail
out=$1
npm ci --no-audit --no-fund --loglevel=error >&2
cat >"$out/arrow-to-json" <<WRAPPER
#!/bin/sh
exec node "$PWD/arrow-to-json.mjs" "\$@"
WRAPPER
chmod +x "$out/arrow-to-json"
