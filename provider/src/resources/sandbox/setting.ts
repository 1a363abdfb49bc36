import type { dynamic } from "@pulumi/pulumi"
import type { z } from "zod"
import { during } from "../../client"
import type { SandboxDetails } from "../../contract"
import { hiddenKey, hiddenOf, lasting } from "../hidden"
import { checkPlain } from "../process/check"
import { inPlaceDiff } from "../process/in-place-diff"
import type { Lifecycle, Properties } from "../process/lifecycle"
import { refuseOtherEndpoint, session } from "../process/session"
import { unlessEnded } from "./ending"
import { lookUpTogether } from "./look-up"
import { deadlineOf } from "./wait"

/** A setting of a sandbox that is a resource of its own. */
export interface Setting<Inputs> {
  /** `the power state`. */
  label: string
  inputs: z.ZodType<unknown, Inputs>
  effects: Record<keyof Inputs & string, "replace" | "update">
  /** Gives a sandbox the setting unless it has it already. */
  bring(declared: Inputs, deadline: number): Promise<void>
  /** The inputs as a sandbox shows them. */
  shownBy(sandbox: SandboxDetails): Partial<Record<keyof Inputs, string | undefined>>
}

/** Its id is the sandbox's. Deleting it leaves the sandbox as it is: only the declaration is dropped. */
export function settingLifecycle<Inputs extends { sandboxId: string }>(setting: Setting<Inputs>): Lifecycle {
  const names = Object.keys(setting.effects)
  const outputsOf = (declared: Properties): Properties => ({
    ...Object.fromEntries(names.map((name) => [name, declared[name]])),
    endpoint: session().endpoint,
    [hiddenKey]: lasting(hiddenOf(declared)),
  })
  const brought = async (declared: Properties, operation: "create" | "update") => {
    await setting.bring(declared as Properties & Inputs, deadlineOf(hiddenOf(declared), operation))
    return outputsOf(declared)
  }
  return {
    check: (olds, news) => checkPlain(setting.inputs, olds, news),
    diff: inPlaceDiff(setting.effects),
    create: async (inputs) => ({ id: String(inputs.sandboxId), outs: await brought(inputs, "create") }),
    read: async (id, props): Promise<dynamic.ReadResult<Properties>> => {
      refuseOtherEndpoint(props)
      const found = await during(`Cannot read ${setting.label} of sandbox ${id}`, () => lookUpTogether(id))
      const sandbox = unlessEnded(found)
      if (!sandbox) return {}
      return { id, props: outputsOf({ ...props, sandboxId: id, ...setting.shownBy(sandbox) }) }
    },
    update: async (_id, olds, news) => {
      refuseOtherEndpoint(olds)
      return { outs: await brought(news, "update") }
    },
    delete: async () => {},
  }
}
