#!/bin/sh
# Shows what an up would change in the stack $STACK, also in the file $SUMMARY, if there is one. With --expect-no-changes it fails
# if that is anything.
set -eu
sh ci/check-passphrase.sh
printed=$(mktemp)
code=0
pulumi preview --refresh --stack "$STACK" "$@" >"$printed" 2>&1 || code=$?
cat "$printed"
{ echo '```text' && cat "$printed" && echo '```'; } >>"${SUMMARY:-/dev/null}"
rm "$printed"
exit "$code"
