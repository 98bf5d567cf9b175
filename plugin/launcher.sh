#!/bin/sh
# What Grafana starts as the plugin, under a name for each platform. It needs a POSIX shell (dash and busybox do) and,
# with a companion, nothing else.
#
# GF_PLUGIN_COMPANION_ADDRESS = host:port, which Grafana makes of companion_address in its ini file's section
# [plugin.gitops-companion-datasource] (of that alone: its environment overrides only what stands in an ini file), or
# GITOPS_COMPANION_ADDRESS = host:port in Grafana's environment, which reaches a plugin that GF_PLUGINS_FORWARD_HOST_ENV_VARS names;
# the first counts where both are set:
#   prints that address for Grafana, which then talks to the companion itself, and stays alive until it is ended;
# without either:
#   becomes the service that is bundled in the folder "service" beside this file.

set -u
LC_ALL=C
# Grafana 12.4 and newer pass no PATH on unless told to: then it is the shell's own, which the service needs too, to find git.
export LC_ALL PATH

if [ "${grafana_plugin_type-}" != datasource ]; then
  echo "This is the GitOps plugin for Grafana: it is started by Grafana, not by hand. For the companion, run: gitops serve" >&2
  exit 1
fi

# One line in the form that Grafana takes into its log. The text must need no escape in JSON.
fail() {
  printf '{"@level":"error","@module":"launcher","@message":"%s"}\n' "$1" >&2
  exit 1
}

is_port() {
  case $1 in
    '' | *[!0-9]* | ??????*) return 1 ;;
  esac
  [ "$1" -ge 1 ] && [ "$1" -le 65535 ]
}

# A name, an IPv4 address, or an IPv6 address in brackets; not looked up here, because Grafana does.
is_host() {
  case $1 in
    '['*:*']')
      set -- "${1#?}"
      case ${1%?} in
        *[!0-9A-Fa-f:.]*) return 1 ;;
      esac
      ;;
    '' | -* | *[!0-9A-Za-z._-]*) return 1 ;;
  esac
}

both_ways='set companion_address = host:port in the section [plugin.gitops-companion-datasource] of grafana.ini, or GITOPS_COMPANION_ADDRESS=host:port and GF_PLUGINS_FORWARD_HOST_ENV_VARS=gitops-companion-datasource in the environment of Grafana'
address=${GF_PLUGIN_COMPANION_ADDRESS:-${GITOPS_COMPANION_ADDRESS-}}
if [ -n "$address" ]; then
  setting=companion_address
  [ -n "${GF_PLUGIN_COMPANION_ADDRESS-}" ] || setting=GITOPS_COMPANION_ADDRESS
  case $address in
    *:*) ;;
    *) fail "$setting has no port: give it as host:port, IPv6 as [address]:port" ;;
  esac
  is_host "${address%:*}" || fail "$setting has a host that is none: give it as host:port, IPv6 as [address]:port"
  is_port "${address##*:}" || fail "$setting has a port that is none: give it as host:port with a port from 1 to 65535"
  printf '1|2|tcp|%s|grpc\n' "$address"
  # The shell becomes the sleep, 68 years: a signal ends it at once, and no child is left behind.
  exec sleep 2147483647
fi

case $0 in
  */*) folder=${0%/*} ;;
  *) folder=. ;;
esac
# New objects between two collections of garbage, 32 MB in hexadecimal: answers come steadier for 16 MB of memory. .NET reads it here alone.
DOTNET_GCgen0size=${DOTNET_GCgen0size:-0x2000000}
export DOTNET_GCgen0size
if [ -x "$folder/service/gitops" ]; then
  exec "$folder/service/gitops"
elif [ -f "$folder/service/gitops.dll" ]; then
  command -v dotnet >/dev/null || fail "the bundled service needs the .NET 10 runtime: install it, or name a companion: $both_ways"
  exec dotnet "$folder/service/gitops.dll"
fi
fail "this plugin comes without the service: start a companion and $both_ways; or install the package that bundles the service"
