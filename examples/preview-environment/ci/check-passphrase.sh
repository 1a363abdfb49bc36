#!/bin/sh
# Refuses a state in a bucket without a passphrase: Pulumi would take an empty one, and everybody could read the secrets in it.
set -eu
case "${PULUMI_BACKEND_URL:-}" in
  "" | http://* | https://*) exit 0 ;;
esac
if [ -z "${PULUMI_CONFIG_PASSPHRASE:-}${PULUMI_CONFIG_PASSPHRASE_FILE:-}" ]; then
  echo "PULUMI_CONFIG_PASSPHRASE is not set, or is empty: set it as a secret of this repository" >&2
  exit 1
fi
