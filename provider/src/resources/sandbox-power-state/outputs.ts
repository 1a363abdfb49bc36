import { type Equal, same } from "../../contract/equal"

/** What a SandboxPowerState shows beside its inputs. */
export interface SandboxPowerStateOutputs {
  /** Origin of the API that the sandbox is on. */
  endpoint: string
}

export const outputNames = ["endpoint"] as const satisfies (keyof SandboxPowerStateOutputs)[]
same<Equal<(typeof outputNames)[number], keyof SandboxPowerStateOutputs>>()
