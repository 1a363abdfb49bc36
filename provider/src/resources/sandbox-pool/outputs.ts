import type { NetworkProxy } from "../../contract"
import { type Equal, same } from "../../contract/equal"
import type { WholeNumber } from "../../contract/whole-number"
import type { SandboxPoolInputs } from "./inputs"

/** A sandbox of a pool, as it was when the pool was last created, updated or refreshed. */
export interface PoolSandbox {
  /** What other resources take as the id of a sandbox. */
  id: string
  /** Its place in the pool, which the name that it was created with ends in. */
  index: WholeNumber
  /** The name that the API gave it; it may carry a suffix. */
  name: string | undefined
  /** `running`, `paused`, `failed`, … */
  status: string
  /** Why the sandbox is in its status. */
  reason: string | undefined
  /** Port 8080 is reached at `https://8080-{sandboxDomain}`; in TypeScript, `pool.url(0, 8080)` gives that. */
  sandboxDomain: string | undefined
  /** When it was created, ISO 8601. */
  createdAt: string | undefined
  /** When the timeout will be reached, ISO 8601. */
  timeoutAt: string | undefined
}

/** What a SandboxPool shows beside its inputs. */
export interface SandboxPoolOutputs {
  /** Origin of the API that created the sandboxes. */
  endpoint: string
  /** When the pool was created, ISO 8601. */
  createdAt: string
  /** Ids of the sandboxes, by their index. */
  sandboxIds: string[]
  /** The sandboxes, by their index. */
  sandboxes: PoolSandbox[]
  /** Tokens for the agents inside the sandboxes, by the ids of these. A secret. */
  envdAccessTokens: Record<string, string>
  /** Proxies of sandboxes with `netProxyCountry`, by the ids of these. A secret. */
  networkProxies: Record<string, NetworkProxy> | undefined
}

export const outputNames = [
  "endpoint",
  "createdAt",
  "sandboxIds",
  "sandboxes",
  "envdAccessTokens",
  "networkProxies",
] as const satisfies (keyof SandboxPoolOutputs)[]
same<Equal<(typeof outputNames)[number], keyof SandboxPoolOutputs>>()

/** Secret whether or not a secret went in; the inputs among them, too, if an import shows them. */
export const secretOutputs = ["envVars", "envdAccessTokens", "networkProxies"] as const satisfies (
  | keyof SandboxPoolInputs
  | keyof SandboxPoolOutputs
)[]
