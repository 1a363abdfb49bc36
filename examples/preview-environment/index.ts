import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "pulumi-scalebox"

const config = new pulumi.Config()

// One stack for each pull request. Another commit is another environment: it replaces the sandbox.
const preview = new scalebox.Sandbox("preview", {
  template: config.get("template") ?? "python-dev",
  timeout: 86_400,
  autoPause: true,
  envVars: { COMMIT: config.get("commit") ?? "" },
  metadata: { stack: pulumi.getStack() },
})
const web = new scalebox.SandboxPort("web", { sandbox: preview, port: 8080, name: "web" })

export const url = web.url
