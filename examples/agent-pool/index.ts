import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "pulumi-scalebox"

const config = new pulumi.Config()
const modelKey = config.getSecret("modelKey")

// Another number is a change in place: more are created, or those with the highest index deleted.
const agents = new scalebox.SandboxPool("agent", {
  count: config.getNumber("agents") ?? 10,
  template: "code-interpreter",
  timeout: 3600,
  envVars: modelKey ? { MODEL_API_KEY: modelKey } : {},
  customPorts: [{ port: 8080, name: "agent" }],
})

export const ids = agents.sandboxIds
export const urls = agents.sandboxes.apply((all) =>
  all.map(({ sandboxDomain }) => `https://8080-${sandboxDomain}`),
)
/** What the agents inside are spoken to with, by the ids of their sandboxes. A secret. */
export const tokens = agents.envdAccessTokens
