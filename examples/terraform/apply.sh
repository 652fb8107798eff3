#!/usr/bin/env bash
# Plans, asks connectguard, and applies exactly the plan that was judged - or
# nothing. Run it in place of `terraform apply`, in an initialised directory:
#
#   apply.sh [check options] [-- plan options]
#   apply.sh --on-unknown deny -- -var-file=prod.tfvars
#
# Exits with connectguard's code when the plan is not allowed. TERRAFORM and
# CONNECTGUARD name other programs than those on the PATH.
set -euo pipefail

terraform=${TERRAFORM:-terraform}
connectguard=${CONNECTGUARD:-connectguard}

check_options=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  check_options+=("$1")
  shift
done
[ $# -eq 0 ] || shift # the --

# The plan holds secrets in clear text: keep it to ourselves, and not for long.
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$terraform" plan -input=false -out="$work/tfplan" "$@"
"$terraform" show -json "$work/tfplan" >"$work/plan.json"
# With the binary plan, findings point at lines of the configuration.
"$connectguard" check ${check_options[@]+"${check_options[@]}"} \
  --plan-file "$work/tfplan" "$work/plan.json"
"$terraform" apply -input=false "$work/tfplan"
