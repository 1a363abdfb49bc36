import type { NetworkProxy } from "../../contract"
import { type Equal, same } from "../../contract/equal"
import type { WholeNumber } from "../../contract/whole-number"
import type { SandboxInputs } from "./inputs"

/** What a Sandbox shows beside its inputs. */
export interface SandboxOutputs {
  /** Origin of the API that created the sandbox. */
  endpoint: string
  /** `running`, `paused`, `failed`, … as it was when the sandbox was last created, updated or refreshed. */
  status: string
  /** Step of a transition, such as `deploying`. */
  substatus: string | undefined
  /** Why the sandbox is in its status. */
  reason: string | undefined
  /** The name that the API gave it; it may carry a suffix. */
  assignedName: string | undefined
  /** Id of the template that it was created from. */
  templateId: string | undefined
  /** What the sandbox really got: CPU cores, memory in MiB, storage in GB. */
  resources: SandboxResources
  /** The project that the sandbox is in. */
  currentProjectId: string | undefined
  /** Port 8080 is reached at `https://8080-{sandboxDomain}`; in TypeScript, `url(8080)` gives that. */
  sandboxDomain: string | undefined
  /** Token for the agent inside the sandbox. A secret. */
  envdAccessToken: string | undefined
  /** Proxy of a sandbox with `netProxyCountry`. A secret. */
  networkProxy: NetworkProxy | undefined
  /** When it was created, ISO 8601. */
  createdAt: string | undefined
  /** When it last began to run, ISO 8601. */
  startedAt: string | undefined
  /** When the timeout will be reached, ISO 8601. */
  timeoutAt: string | undefined
}

/** What a sandbox really got, as every one shows it that runs. */
export interface SandboxResources {
  /** CPU cores. */
  cpuCount: WholeNumber
  /** Memory in MiB. */
  memoryMb: WholeNumber
  /** Storage in GB. */
  storageGb: WholeNumber
}

export const outputNames = [
  "endpoint",
  "status",
  "substatus",
  "reason",
  "assignedName",
  "templateId",
  "resources",
  "currentProjectId",
  "sandboxDomain",
  "envdAccessToken",
  "networkProxy",
  "createdAt",
  "startedAt",
  "timeoutAt",
] as const satisfies (keyof SandboxOutputs)[]
same<Equal<(typeof outputNames)[number], keyof SandboxOutputs>>()

/** Secret whether or not a secret went in; the inputs among them, too, if an import shows them. */
export const secretOutputs = ["envVars", "envdAccessToken", "networkProxy"] as const satisfies (
  | keyof SandboxInputs
  | keyof SandboxOutputs
)[]
