import { nameLimits, portLimits } from "../contract"
import type { Kind } from "./kinds"
import * as sandboxChanges from "./sandbox/changes"
import * as sandboxOutputs from "./sandbox/outputs"
import * as poolChanges from "./sandbox-pool/changes"
import { namePrefixLength } from "./sandbox-pool/inputs"
import * as poolOutputs from "./sandbox-pool/outputs"
import * as portChanges from "./sandbox-port/changes"
import * as portOutputs from "./sandbox-port/outputs"
import * as powerChanges from "./sandbox-power-state/changes"
import * as powerOutputs from "./sandbox-power-state/outputs"
import * as projectChanges from "./sandbox-project-assignment/changes"
import * as projectOutputs from "./sandbox-project-assignment/outputs"
import * as templateChanges from "./sandbox-template/changes"
import * as templateOutputs from "./sandbox-template/outputs"

/** What a change of an input leads to: a new resource, a change in place, or nothing. */
export type Effect = poolChanges.Effect | "update"

/** What a face must know of a resource without loading what it does. */
export interface Facts {
  /** Names of what it is declared with. */
  readonly inputs: readonly string[]
  /** Names of what it shows beside. */
  readonly outputs: readonly string[]
  /** What a change of each input leads to. A timeout that gets shorter replaces. */
  readonly effects: Readonly<Record<string, Effect>>
  /** Inputs that are always secret, as a whole or in these of their keys. */
  readonly secretInputs: Readonly<Record<string, "whole" | readonly string[]>>
  /** Properties that are secret whatever went in. */
  readonly secretOutputs: readonly string[]
  /** Outputs that show inputs again under another name: secret if one of those inputs is. */
  readonly echoes: Readonly<Record<string, readonly string[]>>
  /** The input that names it, and how many characters that may have; undefined if it must be declared. */
  readonly nameInput?: { readonly name: string; readonly longest: number }
  /** Outputs that a change in place can change. */
  readonly unstable: Readonly<Partial<Record<Effect, readonly string[]>>>
}

const secretInputs = { envVars: "whole", objectStorage: ["accessKey", "secretKey"] } as const
const none = { secretInputs: {}, secretOutputs: [], echoes: {}, unstable: {} } as const

/** Every change creates a new resource. */
const allReplace = (names: readonly string[]): Record<string, Effect> =>
  Object.fromEntries(names.map((name) => [name, "replace"]))

export const facts: Readonly<Record<Kind, Facts>> = {
  sandbox: {
    inputs: sandboxChanges.inputNames,
    outputs: sandboxOutputs.outputNames,
    effects: sandboxChanges.effects,
    secretInputs,
    nameInput: { name: "name", longest: nameLimits.max },
    secretOutputs: sandboxOutputs.secretOutputs,
    echoes: {
      assignedName: ["name"],
      templateId: ["template"],
      currentProjectId: ["projectId"],
      resources: ["cpuCount", "memoryMb", "storageGb"],
    },
    unstable: { extend: ["timeoutAt"] },
  },
  sandboxPool: {
    inputs: poolChanges.inputNames,
    outputs: poolOutputs.outputNames,
    effects: poolChanges.effects,
    secretInputs,
    nameInput: { name: "namePrefix", longest: namePrefixLength },
    secretOutputs: poolOutputs.secretOutputs,
    echoes: { sandboxes: ["namePrefix"] },
    unstable: {
      extend: ["sandboxes"],
      scale: ["sandboxIds", "sandboxes", "envdAccessTokens", "networkProxies"],
    },
  },
  sandboxPort: {
    ...none,
    inputs: portChanges.inputNames,
    outputs: portOutputs.outputNames,
    effects: allReplace(portChanges.inputNames),
    nameInput: { name: "name", longest: portLimits.nameLength },
  },
  sandboxPowerState: {
    ...none,
    inputs: powerChanges.inputNames,
    outputs: powerOutputs.outputNames,
    effects: powerChanges.effects,
  },
  sandboxProjectAssignment: {
    ...none,
    inputs: projectChanges.inputNames,
    outputs: projectOutputs.outputNames,
    effects: projectChanges.effects,
  },
  sandboxTemplate: {
    ...none,
    inputs: templateChanges.inputNames,
    outputs: templateOutputs.outputNames,
    effects: allReplace(templateChanges.inputNames),
    echoes: { assignedName: ["name"] },
  },
}
