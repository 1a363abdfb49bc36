import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "pulumi-scalebox"

const config = new pulumi.Config()

// One stack for each pull request. Another commit is another environment: it replaces the sandbox.
const preview = new scalebox.Sandbox("preview", {
  // Its start command fetches the commit and runs it: see template/index.ts.
  template: config.get("template") ?? "preview-app",
  timeout: 86_400,
  autoPause: true,
  envVars: {
    COMMIT: config.get("commit") ?? "",
    // A secret, as the URL of a private repository holds a token.
    REPOSITORY: config.getSecret("repository") ?? "",
  },
  metadata: { stack: pulumi.getStack() },
})
// A day after its start it pauses. The next run of the job wakes it up.
const awake = new scalebox.SandboxPowerState("awake", { sandbox: preview, state: "running" })
const web = new scalebox.SandboxPort(
  "web",
  { sandbox: preview, port: 8080, name: "web" },
  { dependsOn: awake },
)

export const url = web.url
