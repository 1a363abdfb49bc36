import { type Equal, same } from "../../contract/equal"

/** What a SandboxProjectAssignment shows beside its inputs. */
export interface SandboxProjectAssignmentOutputs {
  /** Origin of the API that the sandbox is on. */
  endpoint: string
}

export const outputNames = ["endpoint"] as const satisfies (keyof SandboxProjectAssignmentOutputs)[]
same<Equal<(typeof outputNames)[number], keyof SandboxProjectAssignmentOutputs>>()
