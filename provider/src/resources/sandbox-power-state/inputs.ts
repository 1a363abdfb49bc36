import * as z from "zod"
import { type Equal, same } from "../../contract/equal"
import { textOf } from "../../contract/text"

export const powerStates = ["running", "paused"] as const
/** Whether a sandbox runs or is paused. */
export type PowerState = (typeof powerStates)[number]

/** What a SandboxPowerState is declared with. */
export interface SandboxPowerStateInputs {
  /** Id of the sandbox. A change replaces the resource, not the sandbox. */
  sandboxId: string
  /** `running` or `paused`; changed in place. */
  state: PowerState
}

export const sandboxPowerStateInputs = z.strictObject({
  sandboxId: textOf(1),
  state: z.enum(powerStates),
})
same<Equal<z.input<typeof sandboxPowerStateInputs>, SandboxPowerStateInputs>>()
