#!/bin/sh
# Runs a command on an emulator of the ScaleBox API, with a state of its own: for jobs that have no key, such as those of forks.
set -eu
folder=$(mktemp -d)
node_modules/.bin/scalebox-emulator --port 0 >"$folder/out" 2>"$folder/errors" </dev/null &
emulator=$!
trap 'kill "$emulator" 2>/dev/null || true; rm -rf "$folder"' EXIT
until grep -q "listening on" "$folder/out"; do
  kill -0 "$emulator" || { cat "$folder/errors" >&2 && exit 1; }
  sleep 0.1
done
SCALEBOX_API_URL=$(sed -n 's/.*listening on //p' "$folder/out")
export SCALEBOX_API_URL SCALEBOX_API_KEY=emulator STACK=on-emulator
export PULUMI_BACKEND_URL="file://$folder" PULUMI_CONFIG_PASSPHRASE=emulator
"$@"
