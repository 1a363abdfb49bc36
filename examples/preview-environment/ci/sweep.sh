#!/bin/sh
# Deletes the environments whose pull request is merged or closed. No workflow of GitHub runs when a pull request with conflicts
# is closed, and a job may have failed.
set -eu

# What GitHub or GitLab says of the pull request of this number: open, opened, closed or merged.
state() {
  if [ -n "${GITHUB_REPOSITORY:-}" ]; then
    gh api "repos/$GITHUB_REPOSITORY/pulls/$1" --jq .state
  else
    curl --fail --silent --show-error --header "PRIVATE-TOKEN: $SWEEP_TOKEN" \
      "$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$1" | node -p 'JSON.parse(fs.readFileSync(0)).state'
  fi
}

code=0
for stack in $(pulumi stack ls --json | node -p 'JSON.parse(fs.readFileSync(0)).map(({ name }) => name).join(" ")'); do
  case $stack in
    pr-* | mr-* | */pr-* | */mr-*) ;;
    *) continue ;;
  esac
  state=$(state "${stack##*r-}")
  case $state in
    closed | merged) STACK=$stack sh ci/down.sh || code=1 ;;
  esac
done
exit "$code"
