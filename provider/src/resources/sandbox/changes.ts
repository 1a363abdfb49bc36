import { differing } from "../canonical"
import type { Properties } from "../properties"
import type { SandboxInputs } from "./inputs"

/** What a change of an input leads to: a new sandbox, a longer life of this one, or nothing. */
export type Effect = "replace" | "extend" | "keep"

export const effects = {
  name: "replace",
  description: "replace",
  template: "replace",
  projectId: "replace",
  cpuCount: "replace",
  memoryMb: "replace",
  storageGb: "replace",
  timeout: "extend",
  envVars: "replace",
  metadata: "replace",
  secure: "replace",
  allowInternetAccess: "replace",
  objectStorage: "replace",
  objectStorageDirectMount: "replace",
  s3fsExecutablePath: "replace",
  customPorts: "replace",
  locality: "replace",
  autoPause: "replace",
  netProxyCountry: "replace",
  waitForRunning: "keep",
} as const satisfies Record<keyof SandboxInputs, Effect>

export const inputNames = Object.keys(effects) as (keyof SandboxInputs)[]

/** A timeout that is not known yet counts as longer. */
export const isShorter = (olds: Properties, news: Properties): boolean =>
  typeof news.timeout === "number" && typeof olds.timeout === "number" && news.timeout < olds.timeout

export interface Changes {
  /** Inputs that can only be had by a new sandbox. */
  replaces: (keyof SandboxInputs)[]
  /** Whether a longer timeout is wanted. */
  extends: boolean
}

/** Old outputs against new inputs. */
export function changesOf(olds: Properties, news: Properties): Changes {
  const changes: Changes = { replaces: [], extends: false }
  for (const name of differing(inputNames, olds, news)) {
    if (effects[name] === "replace" || (effects[name] === "extend" && isShorter(olds, news))) {
      changes.replaces.push(name)
    } else if (effects[name] === "extend") changes.extends = true
  }
  return changes
}
