#!/usr/bin/env bash
# Runs the tests of what decides a verdict in a coverage build, and holds the
# branches that they take to untaken.tsv. Usage: run.sh BUILD_DIR [--print]
set -euo pipefail
build=$1
shift
here=$(dirname "$0")
tests=(guard builtins gate policy differential lint rule_tests)
rm -rf "$build/profiles"
mkdir -p "$build/profiles"
# Each program by itself: what several have of one name would not be counted.
exports=()
for test in "${tests[@]}"; do
  profile=$build/profiles/$test
  LLVM_PROFILE_FILE="$profile.profraw" \
    "$build/bin/${test}_test" --gtest_brief=1 >"$profile.log" 2>&1 || {
    cat "$profile.log" >&2
    exit 1
  }
  llvm-profdata merge -sparse "$profile.profraw" -o "$profile.profdata"
  llvm-cov export "$build/bin/${test}_test" -instr-profile "$profile.profdata" \
    -skip-expansions -skip-functions >"$profile.json"
  exports+=("$profile.json")
done
python3 "$here/branches.py" "$here/untaken.tsv" "${exports[@]}" "$@"
