import type { SandboxProjectAssignmentInputs } from "./inputs"

/** What a change of an input leads to. */
export const effects = {
  sandboxId: "replace",
  projectId: "update",
} as const satisfies Record<keyof SandboxProjectAssignmentInputs, "replace" | "update">

export const inputNames = Object.keys(effects) as (keyof SandboxProjectAssignmentInputs)[]
