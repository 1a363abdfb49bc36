#!/bin/sh
# Shows what an up would change in the stack $STACK, also in the file $SUMMARY, if there is one. With --expect-no-changes it fails
# if that is anything.
set -eu
sh ci/check-passphrase.sh
printed=$(mktemp)
code=0
pulumi preview --refresh --stack "$STACK" "$@" >"$printed" 2>&1 || code=$?
if grep -q "no stack named" "$printed"; then
  echo "There is no stack $STACK yet: the first update makes it" >>"$printed"
  # The pull request that brings the pipeline is no mistake.
  [ $# -gt 0 ] || code=0
fi
cat "$printed"
{ echo '```text' && cat "$printed" && echo '```'; } >>"${SUMMARY:-/dev/null}"
rm "$printed"
exit "$code"
