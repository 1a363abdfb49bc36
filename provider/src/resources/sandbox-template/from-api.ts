import type { TemplateDetails } from "../../contract"
import type { Properties } from "../properties"
import { inputNames } from "./changes"
import type { SandboxTemplateOutputs } from "./outputs"

/** The one way from what the API shows to what the state keeps; declared inputs are echoed, never overwritten. */
export function outputsOf(declared: Properties, template: TemplateDetails, endpoint: string): Properties {
  const echo = Object.fromEntries(inputNames.map((name) => [name, declared[name]]))
  const shown: SandboxTemplateOutputs = {
    endpoint,
    status: template.status,
    assignedName: template.name,
    baseTemplateId: template.baseTemplateId ?? undefined,
    createdAt: template.createdAt ?? undefined,
  }
  return { ...echo, ...shown }
}

/** The inputs that would have created this template, as far as the API shows them. */
export const inputsShownBy = (template: TemplateDetails): Properties => ({
  name: template.name,
  description: template.description || undefined,
  visibility: template.visibility,
  cpuCount: template.defaultCpuCount ?? undefined,
  memoryMb: template.defaultMemoryMb ?? undefined,
  customCommand: template.customCommand || undefined,
})
