#!/usr/bin/env bash
# Runs each fuzz target for so many seconds, two at a time, and says how many
# inputs it tried. Usage: run.sh BUILD_DIR SECONDS TARGET...
set -euo pipefail
build=$1
seconds=$2
shift 2
corpora=$(dirname "$0")/../corpus/fuzz

fuzz() {
  local target=$1
  mkdir -p "$build/corpus/$target"
  "$build/bin/fuzz_$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -max_len=4096 \
    -print_final_stats=1 -artifact_prefix="$build/$target-" \
    "$build/corpus/$target" "$corpora/$target" >"$build/$target.log" 2>&1
}

running=()
for target in "$@"; do
  fuzz "$target" &
  running+=("$!")
  if [ "${#running[@]}" -eq 2 ]; then
    wait "${running[@]}" || true
    running=()
  fi
done
wait

failed=0
for target in "$@"; do
  tried=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$target.log")
  if grep -qE '^SUMMARY: |ERROR: libFuzzer' "$build/$target.log"; then
    echo "$target: ${tried:-?} inputs, and one that fails:"
    grep -E 'broken promise|ERROR: |SUMMARY: |Test unit written' "$build/$target.log" | sed 's/^/  /'
    failed=1
  else
    echo "$target: ${tried:-0} inputs, none fails"
    [ -n "$tried" ] || failed=1
  fi
done
exit "$failed"
