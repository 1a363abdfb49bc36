#!/bin/sh
# Deletes the environments whose pull request is merged or closed. No workflow of GitHub runs when a pull request with conflicts
# is closed, and a job may have failed. Goes on after a failure, and tells it at the end.
set -eu

# What GitHub or GitLab says of the pull request of this number: open, opened, closed or merged.
state() {
  if [ -n "${GITHUB_REPOSITORY:-}" ]; then
    gh api "repos/$GITHUB_REPOSITORY/pulls/$1" --jq .state
  else
    answer=$(curl --fail --silent --show-error --header "PRIVATE-TOKEN: $SWEEP_TOKEN" \
      "$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$1") || return
    echo "$answer" | node -p 'JSON.parse(fs.readFileSync(0)).state'
  fi
}

# Read first, as a failure inside of `for` would look like no stacks.
listed=$(pulumi stack ls --json)
names=$(echo "$listed" | node -p 'JSON.parse(fs.readFileSync(0)).map(({ name }) => name).join("\n")')
code=0
for stack in $(echo "$names" | grep -Ex '(.*/)?[mp]r-[0-9]+'); do
  if ! state=$(state "${stack##*r-}"); then
    echo "Cannot see whether the pull request of the stack $stack is open, so it is kept" >&2
    code=1
  elif [ "$state" = closed ] || [ "$state" = merged ]; then
    STACK=$stack sh ci/down.sh || code=1
  fi
done
exit "$code"
