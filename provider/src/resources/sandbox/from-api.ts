import { type SandboxDetails, shownSettings } from "../../contract"
import { withoutOwnKeys } from "../marks"
import type { Properties } from "../properties"
import { inputNames } from "./changes"
import type { SandboxOutputs, SandboxResources } from "./outputs"

/** The one way from what the API shows to what the state keeps; declared inputs are echoed, never overwritten. */
export function outputsOf(declared: Properties, sandbox: SandboxDetails, endpoint: string): Properties {
  const echo = Object.fromEntries(inputNames.map((name) => [name, declared[name]]))
  const shown: SandboxOutputs = {
    endpoint,
    status: sandbox.status,
    substatus: sandbox.substatus || undefined,
    reason: sandbox.reason || undefined,
    assignedName: sandbox.name,
    templateId: sandbox.templateId,
    resources: resourcesOf(sandbox),
    currentProjectId: sandbox.projectId,
    sandboxDomain: sandbox.sandboxDomain ?? undefined,
    envdAccessToken: sandbox.envdAccessToken ?? undefined,
    networkProxy: sandbox.networkProxy ?? undefined,
    createdAt: sandbox.createdAt ?? undefined,
    startedAt: sandbox.startedAt ?? undefined,
    timeoutAt: sandbox.timeoutAt ?? undefined,
  }
  return { ...echo, ...shown }
}

/** Only a sandbox that does not run yet may leave some of them out; programs mean those that run. */
const resourcesOf = ({ cpuCount, memoryMb, storageGb }: SandboxDetails): SandboxResources =>
  ({ cpuCount, memoryMb, storageGb }) as SandboxResources

/** The inputs that would have created this sandbox, as far as the API shows them. */
export function inputsShownBy(sandbox: SandboxDetails): Properties {
  const shown = Object.entries(shownSettings).map(([name, row]) => [
    name,
    row && (sandbox[row.as] ?? undefined),
  ])
  return {
    ...Object.fromEntries(shown.filter(([, value]) => value !== null)),
    description: sandbox.description || undefined,
    template: sandbox.templateName ?? sandbox.templateId,
    metadata: withoutOwnKeys(sandbox.metadata),
    objectStorage: sandbox.objectStorage ?? undefined,
    customPorts: sandbox.customPorts?.map(({ port, name, protocol, servicePort }) => ({
      port,
      name,
      protocol,
      servicePort,
    })),
  }
}
