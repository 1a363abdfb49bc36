import * as z from "zod"
import {
  type Fault,
  type SandboxSettings,
  sandboxSettingsShape,
  timeoutLimits,
  uniqueMounts,
  uniquePorts,
} from "../../contract"
import { type Equal, same } from "../../contract/equal"
import { ownKeys } from "../marks"
import type { Properties } from "../properties"

/** What a Sandbox is declared with. Every change but a longer `timeout` replaces the sandbox. */
export interface SandboxInputs extends SandboxSettings {
  /**
   * Up to 24 characters; default: the logical name, cut to 24 characters. The API may add a suffix, and names need not be
   * unique.
   */
  name?: string | undefined
  /** Project to put the sandbox in; default: `scalebox:projectId`, else the account's default project. */
  projectId?: string | undefined
  /** Whether `pulumi up` waits until the sandbox runs; default true. A change has no effect on a sandbox that runs. */
  waitForRunning?: boolean | undefined
}

const plainInputs = z.strictObject({ ...sandboxSettingsShape, waitForRunning: z.boolean().optional() })
same<Equal<z.input<typeof plainInputs>, SandboxInputs>>()

export const sandboxInputs = plainInputs.check(uniqueMounts, uniquePorts)

/** A Sandbox's inputs with the defaults filled in, as check answers them and later calls receive them. */
export type CheckedInputs = SandboxInputs & { name: string; timeout: number; waitForRunning: boolean }

/** Faults that no single field shows, and plainer words for one that is often made. */
export function contradictions(inputs: Properties): Fault[] {
  const faults: Fault[] = []
  const { locality, metadata, timeout } = inputs
  if (locality !== null && typeof locality === "object" && Reflect.get(locality, "force") === true) {
    if (!Reflect.get(locality, "region")) {
      faults.push({ path: ["locality", "force"], reason: "has no effect without locality.region" })
    }
  }
  if (metadata !== null && typeof metadata === "object") {
    for (const key of ownKeys) {
      if (Object.hasOwn(metadata, key)) {
        faults.push({ path: ["metadata", key], reason: "is reserved for pulumi-scalebox" })
      }
    }
  }
  if (typeof timeout === "number" && timeout > timeoutLimits.max && timeout % 1000 === 0) {
    faults.push({ path: ["timeout"], reason: "looks like milliseconds, but counts seconds" })
  }
  return faults
}
