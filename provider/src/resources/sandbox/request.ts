import type { CreateSandboxRequest } from "../../contract"
import { withOwnKeys } from "../marks"
import type { Properties } from "../properties"
import { inputNames } from "./changes"
import type { SandboxInputs } from "./inputs"

/** By what a sandbox that is created now is found again, and where it is created unless its declaration says so. */
export interface Origin {
  owner: string
  nonce: string
  /** Project of sandboxes that name none. */
  projectId?: string | undefined
}

/** What asks the API for a sandbox as declared, with the marks that find it again. */
export function requestOf(declared: Properties & SandboxInputs, origin: Origin): CreateSandboxRequest {
  const settings = Object.fromEntries(
    inputNames.filter((name) => name !== "waitForRunning").map((name) => [name, declared[name]]),
  )
  return {
    ...settings,
    projectId: declared.projectId ?? origin.projectId,
    metadata: withOwnKeys(declared.metadata, origin),
    isAsync: true,
  }
}
