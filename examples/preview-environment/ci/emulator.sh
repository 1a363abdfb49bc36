#!/bin/sh
# Starts an emulator of the ScaleBox API for the rest of the job, and prints the variables that make Pulumi use it.
set -eu
folder=$(mktemp -d)
nohup npx scalebox-emulator --port 0 >"$folder/out" 2>"$folder/errors" </dev/null &
tries=0
until grep -q "listening on" "$folder/out"; do
  tries=$((tries + 1))
  if [ "$tries" -gt 300 ]; then
    cat "$folder/errors" >&2
    exit 1
  fi
  sleep 0.1
done
echo "SCALEBOX_EMULATOR=true"
echo "SCALEBOX_API_URL=$(sed -n 's/.*listening on //p' "$folder/out")"
echo "SCALEBOX_API_KEY=emulator"
# Nothing of this job is worth keeping, so neither is its state.
echo "PULUMI_BACKEND_URL=file://$folder"
echo "PULUMI_CONFIG_PASSPHRASE=emulator"
