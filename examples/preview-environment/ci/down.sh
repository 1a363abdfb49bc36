#!/bin/sh
# Deletes the preview environment of the stack $STACK, and the stack.
set -eu
pulumi stack select "$STACK"
pulumi destroy --yes --skip-preview --remove --stack "$STACK"
