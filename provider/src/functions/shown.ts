import type { SandboxDetails } from "../contract"
import { withoutOwnKeys } from "../resources/marks"

/** A sandbox with everything that the API shows, but for secrets and for the keys that pulumi-scalebox keeps in its metadata. */
export type SandboxInfo = Omit<
  SandboxDetails,
  "envVars" | "envdAccessToken" | "networkProxy" | "metadata"
> & {
  /** Key-value pairs kept with it. */
  metadata: Record<string, string>
}

/** The secrets of a sandbox. */
export type SandboxSecrets = Pick<SandboxDetails, "envVars" | "envdAccessToken" | "networkProxy">

/** A sandbox as functions show it, its secrets included. */
export const shown = (sandbox: SandboxDetails): SandboxInfo & SandboxSecrets => ({
  ...sandbox,
  metadata: withoutOwnKeys(sandbox.metadata) ?? {},
})

export function withoutSecrets(sandbox: SandboxDetails): SandboxInfo {
  const { envVars, envdAccessToken, networkProxy, ...info } = shown(sandbox)
  return info
}
