import type { CreateSandboxRequest } from "../../contract"
import type { Hidden } from "../hidden"
import type { Properties } from "../process/lifecycle"
import { session } from "../process/session"
import { inputNames } from "./changes"
import type { SandboxInputs } from "./inputs"
import { withOwnKeys } from "./metadata"

/** What asks the API for a sandbox as declared, with the marks that find it again. */
export function requestOf(declared: Properties & SandboxInputs, hidden: Hidden): CreateSandboxRequest {
  const settings = Object.fromEntries(
    inputNames.filter((name) => name !== "waitForRunning").map((name) => [name, declared[name]]),
  )
  return {
    ...settings,
    projectId: declared.projectId ?? session().configuration.projectId,
    metadata: withOwnKeys(declared.metadata, hidden),
    isAsync: true,
  }
}
