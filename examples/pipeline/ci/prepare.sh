#!/bin/sh
# Makes the stack $STACK ready for a run: heals what a job that was killed has left. Options are those of `pulumi stack select`.
set -eu
sh ci/check-passphrase.sh
pulumi stack select "$STACK" "$@"
# The pipeline runs one job of a stack at a time, so a lock that is there belongs to a job that has ended.
pulumi cancel --yes --stack "$STACK" >/dev/null 2>&1 || true
npx pulumi-scalebox recover --yes --stack "$STACK"
