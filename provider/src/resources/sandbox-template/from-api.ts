import type { TemplateDetails } from "../../contract"
import { type Hidden, hiddenKey, lasting } from "../hidden"
import type { Properties } from "../process/lifecycle"
import { session } from "../process/session"
import { inputNames } from "./changes"
import type { SandboxTemplateOutputs } from "./outputs"

/** The one way from what the API shows to what the state keeps; declared inputs are echoed, never overwritten. */
export function outputsOf(
  declared: Properties,
  hidden: Hidden,
  template: TemplateDetails,
  endpoint = session().endpoint,
): Properties {
  const echo = Object.fromEntries(inputNames.map((name) => [name, declared[name]]))
  const shown: SandboxTemplateOutputs = {
    endpoint,
    status: template.status,
    assignedName: template.name,
    baseTemplateId: template.baseTemplateId ?? undefined,
    createdAt: template.createdAt ?? undefined,
  }
  return { ...echo, ...shown, [hiddenKey]: lasting(hidden) }
}

/** The inputs that would have made this template, as far as the API shows them. */
export const inputsShownBy = (template: TemplateDetails): Properties => ({
  name: template.name,
  description: template.description || undefined,
  visibility: template.visibility,
  cpuCount: template.defaultCpuCount ?? undefined,
  memoryMb: template.defaultMemoryMb ?? undefined,
  customCommand: template.customCommand || undefined,
})
