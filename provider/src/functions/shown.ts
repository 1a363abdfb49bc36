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

const withOwnMetadataHidden = <T extends { metadata?: SandboxDetails["metadata"] }>(sandbox: T) => ({
  ...sandbox,
  metadata: withoutOwnKeys(sandbox.metadata) ?? {},
})

export function withoutSecrets(sandbox: SandboxDetails): SandboxInfo {
  const { envVars, envdAccessToken, networkProxy, ...shown } = sandbox
  return withOwnMetadataHidden(shown)
}

export const withSecrets = (sandbox: SandboxDetails): SandboxInfo & SandboxSecrets =>
  withOwnMetadataHidden(sandbox)
