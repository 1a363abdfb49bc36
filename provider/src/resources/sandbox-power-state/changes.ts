import type { SandboxPowerStateInputs } from "./inputs"

/** What a change of an input leads to. */
export const effects = {
  sandboxId: "replace",
  state: "update",
} as const satisfies Record<keyof SandboxPowerStateInputs, "replace" | "update">

export const inputNames = Object.keys(effects) as (keyof SandboxPowerStateInputs)[]
