#!/bin/sh
# Starts a throw-away PostgreSQL for tests in a folder, or stops it and removes the folder's content.
#   connection=$(scripts/postgres.sh start DIR); export GITOPS_TEST_POSTGRES="$connection"
#   scripts/postgres.sh stop DIR
# It listens on a Unix socket in the folder alone. A crash of the machine may lose its data (fsync is off).
set -eu

usage() {
  echo "usage: $0 start|stop DIR" >&2
  exit 2
}

[ $# -eq 2 ] || usage
mkdir -p "$2"
dir=$(cd "$2" && pwd -P)

find_binaries() {
  for candidate in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n -r) "$(dirname "$(command -v pg_ctl || echo /none/pg_ctl)")"; do
    if [ -x "$candidate/initdb" ] && [ -x "$candidate/pg_ctl" ] && [ -x "$candidate/postgres" ]; then
      echo "$candidate"
      return
    fi
  done
  echo "PostgreSQL's initdb, pg_ctl and postgres are not there: install the package postgresql." >&2
  exit 1
}

# The server refuses to run as root.
unprivileged() {
  if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

bin=$(find_binaries)
case $1 in
  start)
    # Beyond 107 bytes the socket's address would not fit.
    [ ${#dir} -le 85 ] || { echo "$dir is too long a path for a Unix socket: give a shorter one." >&2; exit 1; }
    [ "$(id -u)" -ne 0 ] || chown postgres "$dir"
    chmod 700 "$dir"
    [ -d "$dir/data" ] || unprivileged "$bin/initdb" --pgdata "$dir/data" --username gitops --auth trust --encoding UTF8 --no-locale --no-sync >"$dir/initdb.log" 2>&1 \
      || { cat "$dir/initdb.log" >&2; exit 1; }
    unprivileged "$bin/pg_ctl" --pgdata "$dir/data" --log "$dir/server.log" --wait --timeout 300 --silent \
      --options "-c listen_addresses='' -c unix_socket_directories='$dir' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200 -c shared_buffers=64MB" \
      start >/dev/null 2>&1 || { cat "$dir/server.log" >&2; exit 1; }
    echo "Host=$dir;Username=gitops;Database=postgres"
    ;;
  stop)
    unprivileged "$bin/pg_ctl" --pgdata "$dir/data" --mode immediate --wait --silent stop
    rm -rf "$dir/data" "$dir/initdb.log" "$dir/server.log"
    ;;
  *) usage ;;
esac
