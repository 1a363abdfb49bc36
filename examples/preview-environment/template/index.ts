import * as scalebox from "pulumi-scalebox"

// What a sandbox of this template does when it starts: it takes the commit that its environment variables name, and runs the
// script preview.sh of that commit.
const start = [
  "rm -rf app && git init -q app && cd app",
  'git fetch -q --depth 1 "$REPOSITORY" "$COMMIT" && git checkout -q FETCH_HEAD',
  "exec sh preview.sh",
].join(" && ")

// A template is created from a sandbox that runs. This one pauses after that.
const workshop = new scalebox.Sandbox("workshop", {
  template: "code-interpreter",
  timeout: 600,
  autoPause: true,
})

const template = new scalebox.SandboxTemplate("app", {
  sandbox: workshop,
  name: "preview-app",
  description: "Fetches a commit and runs its preview.sh",
  customCommand: `sh -c '${start}'`,
})

export const name = template.name
