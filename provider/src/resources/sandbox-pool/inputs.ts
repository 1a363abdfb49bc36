import * as z from "zod"
import { nameLimits, sandboxSettingsShape, uniqueMounts, uniquePorts } from "../../contract"
import { type Equal, same } from "../../contract/equal"
import { wholeNumber } from "../../contract/whole-number"
import type { CheckedInputs, SandboxInputs } from "../sandbox/inputs"

/** A pool is one entry of the state, which the engine reads and writes as a whole. */
export const poolLimits = { min: 0, max: 5000 } as const

/** A member is named `{namePrefix}-{index}`, which must fit into the name of a sandbox whatever the index. */
export const namePrefixLength = nameLimits.max - `-${poolLimits.max - 1}`.length

/** What a SandboxPool is declared with: the settings that all its sandboxes have in common, and how many there are. */
export interface SandboxPoolInputs extends Omit<SandboxInputs, "name"> {
  /** How many sandboxes: 0 to 5000. A change makes more of them or deletes those with the highest index. */
  count: number
  /** Sandboxes are named `{namePrefix}-{index}`. Up to 19 characters; default: the logical name, cut to 19 characters. */
  namePrefix?: string | undefined
}

const { name: _, ...settings } = sandboxSettingsShape

const plainInputs = z.strictObject({
  count: wholeNumber.min(poolLimits.min).max(poolLimits.max),
  namePrefix: z
    .string()
    .refine((prefix) => [...prefix].length <= namePrefixLength, {
      error: `must be at most ${namePrefixLength} characters, as an index follows it`,
    })
    .optional(),
  ...settings,
  waitForRunning: z.boolean().optional(),
})
same<Equal<z.input<typeof plainInputs>, SandboxPoolInputs>>()

export const sandboxPoolInputs = plainInputs.check(uniqueMounts, uniquePorts)

/** A pool's inputs with the defaults filled in, as check answers them and later calls receive them. */
export type CheckedPoolInputs = SandboxPoolInputs & Omit<CheckedInputs, "name"> & { namePrefix: string }
