#!/usr/bin/env bash
# Runs the tests of what decides a verdict in a coverage build, and holds the
# branches that they take to untaken.tsv. Usage: run.sh BUILD_DIR [--print]
set -euo pipefail
build=$1
shift
here=$(dirname "$0")
tests=(guard builtins gate policy differential)
rm -rf "$build/profiles"
mkdir -p "$build/profiles"
objects=()
for test in "${tests[@]}"; do
  LLVM_PROFILE_FILE="$build/profiles/$test.profraw" \
    "$build/bin/${test}_test" --gtest_brief=1 >"$build/profiles/$test.log" 2>&1 || {
    cat "$build/profiles/$test.log" >&2
    exit 1
  }
  objects+=(-object "$build/bin/${test}_test")
done
llvm-profdata merge -sparse "$build"/profiles/*.profraw -o "$build/profiles/all.profdata"
llvm-cov export "${objects[@]}" -instr-profile "$build/profiles/all.profdata" \
  -skip-expansions -skip-functions >"$build/profiles/export.json"
python3 "$here/branches.py" "$build/profiles/export.json" "$here/untaken.tsv" "$@"
