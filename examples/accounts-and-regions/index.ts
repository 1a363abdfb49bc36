import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "pulumi-scalebox"

const config = new pulumi.Config()

/** A worker in an account and a region of its own. Without a key of its own it is created with the stack's. */
function worker(name: string, region: string) {
  const apiKey = config.getSecret(`${name}Key`)
  const provider = new scalebox.Provider(name, apiKey ? { apiKey } : {})
  const sandbox = new scalebox.Sandbox(
    `worker-${name}`,
    { timeout: 3600, locality: { region } },
    { provider },
  )
  // Belongs to the sandbox, and so uses the same account.
  const port = new scalebox.SandboxPort(`api-${name}`, { sandbox, port: 8000, name: "api" })
  return { id: sandbox.id, url: port.url }
}

export const eu = worker("eu", config.get("euRegion") ?? "eu-central")
export const us = worker("us", config.get("usRegion") ?? "us-east")
export const regions = scalebox.getRegionsOutput().apply((all) => all.map(({ id }) => id))
