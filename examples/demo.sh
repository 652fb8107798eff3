#!/usr/bin/env bash
# What `make demo` shows: the gRPC plugin on a Unix socket, a plan that it
# denies, one that it allows, and a CloudFormation template with the faults of
# the first. Exit 0 when all of it went as it should.
#
#   demo.sh <folder with connectguard-plugin>
set -euo pipefail

plugin=$(cd "$1" && pwd)/connectguard-plugin
examples=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
address=unix:$work/connectguard.sock
server=

stop_server() {
  [ -z "$server" ] || { kill -TERM "$server" && wait "$server"; } || true
  server=
}
trap 'stop_server; rm -rf "$work"' EXIT

say() { printf '\n\033[1m== %s\033[0m\n\n' "$*"; }

# ask EXPECTED_CODE OUTPUT ARGUMENTS...
ask() {
  local expected=$1 output=$2 code=0
  shift 2
  echo "\$ connectguard-plugin validate $*"
  "$plugin" validate --address "$address" "$@" | tee "$output" || code=${PIPESTATUS[0]}
  echo "(exit code $code)"
  if [ "$code" != "$expected" ]; then
    echo "demo: expected exit code $expected" >&2
    exit 1
  fi
}

say "the plugin serves on a Unix socket"
echo "\$ connectguard-plugin serve --address unix:..."
"$plugin" serve --address "$address" 2>"$work/log" &
server=$!
# The plugin says in its log when it is ready; it does so within a second.
for _ in $(seq 100); do
  grep -q serving "$work/log" && break
  kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  sleep 0.1
done
cat "$work/log"

cd "$examples"
say "an insecure Terraform plan is denied"
ask 1 "$work/insecure" --color always terraform/insecure/plan.json

say "a secure Terraform plan is allowed; what only apply can tell is said"
ask 0 "$work/secure" --color always --on-unknown warn terraform/secure/plan.json

say "a CloudFormation template with the same faults is denied"
ask 1 "$work/template" --color always cloudformation/insecure.yaml

say "the plugin stops when asked"
kill -TERM "$server"
wait "$server"
server=
echo "stopped"

say "the demo went as it should"
