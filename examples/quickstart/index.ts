import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "pulumi-scalebox"

const config = new pulumi.Config()

// A larger timeout extends the running sandbox in place; any other change replaces it.
const sandbox = new scalebox.Sandbox("dev", {
  template: "python-dev",
  timeout: config.getNumber("timeout") ?? 3600,
  metadata: { purpose: "quickstart" },
})

new scalebox.SandboxPort("web", { sandbox, port: 8080, name: "web" })
new scalebox.SandboxPort("api", { sandbox, port: 8000, name: "api" })

export const id = sandbox.id
export const status = sandbox.status
export const timeout = sandbox.timeout
export const url = sandbox.url(8080)
export const apiUrl = sandbox.url(8000)
