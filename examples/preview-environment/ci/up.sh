#!/bin/sh
# Makes or renews the preview environment of the stack $STACK for the commit $COMMIT, and prints its URL.
set -eu
pulumi stack select --create "$STACK"
pulumi config set commit "$COMMIT" --stack "$STACK"
# Whatever happened to the sandbox in between, a refresh sees it, and what is gone is made again.
pulumi up --yes --skip-preview --refresh --stack "$STACK"
pulumi stack output url --stack "$STACK"
