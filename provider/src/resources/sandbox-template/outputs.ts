import { type Equal, same } from "../../contract/equal"

/** What a SandboxTemplate shows beside its inputs. Its id is what `template` of Sandbox takes. */
export interface SandboxTemplateOutputs {
  /** Origin of the API that created the template. */
  endpoint: string
  /** `available`, `failed`, … as it was when the template was last created or refreshed. */
  status: string | undefined
  /** The name that the API gave it. */
  assignedName: string | undefined
  /** The template that the sandbox was created from. */
  baseTemplateId: string | undefined
  /** When it was created, ISO 8601. */
  createdAt: string | undefined
}

export const outputNames = [
  "endpoint",
  "status",
  "assignedName",
  "baseTemplateId",
  "createdAt",
] as const satisfies (keyof SandboxTemplateOutputs)[]
same<Equal<(typeof outputNames)[number], keyof SandboxTemplateOutputs>>()
