import { type Equal, same } from "../../contract/equal"

/** What a SandboxPort shows beside its inputs. */
export interface SandboxPortOutputs {
  /** Origin of the API that the sandbox is on. */
  endpoint: string
  /** Where the port is reached: `https://{port}-{sandboxDomain}`. */
  url: string | undefined
}

export const outputNames = ["endpoint", "url"] as const satisfies (keyof SandboxPortOutputs)[]
same<Equal<(typeof outputNames)[number], keyof SandboxPortOutputs>>()
