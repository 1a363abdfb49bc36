#!/bin/sh
# Makes the stack $STACK what the program says, also after a job that was killed.
set -eu
sh ci/prepare.sh --create
pulumi up --yes --skip-preview --refresh --stack "$STACK"
