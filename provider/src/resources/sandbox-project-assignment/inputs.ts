import type { z } from "zod"
import { type SwitchProjectRequest, switchProjectRequest } from "../../contract"
import { type Equal, same } from "../../contract/equal"
import { textOf } from "../../contract/text"

/** What a SandboxProjectAssignment is declared with. */
export interface SandboxProjectAssignmentInputs extends SwitchProjectRequest {
  /** Id of the sandbox. A change replaces the resource, not the sandbox. */
  sandboxId: string
}

export const sandboxProjectAssignmentInputs = switchProjectRequest.extend({ sandboxId: textOf(1) })
same<Equal<z.input<typeof sandboxProjectAssignmentInputs>, SandboxProjectAssignmentInputs>>()
