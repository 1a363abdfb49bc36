import type { Lookup } from "./lookup"
import { type SandboxInfo, type SandboxSecrets, shown } from "./shown"

/** Which sandbox `getSandbox` looks at. */
export interface GetSandboxArgs {
  /** Id of the sandbox. */
  sandboxId: string
}

/** A sandbox as it is now, remaining seconds and uptime included. */
export const sandbox: Lookup<GetSandboxArgs, SandboxInfo & SandboxSecrets, keyof SandboxSecrets> = {
  name: "getSandbox",
  args: { sandboxId: true },
  secrets: ["envVars", "envdAccessToken", "networkProxy"],
  call: async (client, { sandboxId }, options) => shown(await client.getSandbox(sandboxId, options)),
}
