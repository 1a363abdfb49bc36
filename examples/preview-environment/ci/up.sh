#!/bin/sh
# Makes or renews the preview environment of the stack $STACK, for the commit $COMMIT of $REPOSITORY and from the template
# $TEMPLATE. Prints its URL, and writes it into the file $OUTPUTS, if there is one.
set -eu
: "${COMMIT:?say which commit the environment runs}" "${REPOSITORY:?say from which URL the commit is fetched}"
sh ci/prepare.sh --create
pulumi config set-all --stack "$STACK" --plaintext commit="$COMMIT" --plaintext template="${TEMPLATE:-preview-app}" \
  --secret repository="$REPOSITORY"
# Whatever happened to the sandbox in between, a refresh sees it, and what is gone is made again.
pulumi up --yes --skip-preview --refresh --stack "$STACK"
url=$(pulumi stack output url --stack "$STACK")
echo "$url"
echo "url=$url" >>"${OUTPUTS:-/dev/null}"
