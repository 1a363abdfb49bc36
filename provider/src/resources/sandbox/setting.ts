import type { z } from "zod"
import { during, ScaleboxError } from "../../client"
import type { Fault, SandboxDetails } from "../../contract"
import { checkPlain } from "../check"
import type { Context } from "../context"
import type { Lifecycle } from "../lifecycle"
import { isInStack, type Properties, unknown } from "../properties"
import { unlessEnded } from "./ending"

/** A setting of a sandbox that is a resource of its own. */
export interface Setting<Inputs> {
  /** `the power state`. */
  label: string
  inputs: z.ZodType<unknown, Inputs>
  effects: Record<keyof Inputs & string, "replace" | "update">
  /** Gives a sandbox the setting unless it has it already. */
  bring(context: Context, declared: Inputs): Promise<void>
  /** The inputs as a sandbox shows them. */
  shownBy(sandbox: SandboxDetails): Partial<Record<keyof Inputs, string | undefined>>
}

const makeAgain =
  "Check the id and that the API key is that of the account that has it. If it is gone, remove the import option"

/** Its id is the sandbox's. Deleting it leaves the sandbox as it is: only the declaration is dropped. */
export function settingLifecycle<Inputs extends { sandboxId: string }>(setting: Setting<Inputs>): Lifecycle {
  const { effects } = setting
  const names = Object.keys(effects) as (keyof Inputs & string)[]
  const outputsOf = (declared: Properties, endpoint: string): Properties => ({
    ...Object.fromEntries(names.map((name) => [name, declared[name]])),
    endpoint,
  })
  const brought = async (context: Context, declared: Properties) => {
    await setting.bring(context, declared as Properties & Inputs)
    return outputsOf(declared, context.session.endpoint)
  }
  /** What an import would have to change: the setting is taken over as it is, by the id of its sandbox. */
  const importFaults = async (context: Context, id: string, declared: Properties): Promise<Fault[]> => {
    const action = `Cannot import ${setting.label} of sandbox ${id}`
    const sandbox = await during(action, () => context.session.client.getSandbox(id, context), {
      not_found: makeAgain,
    })
    if (!unlessEnded(sandbox) || sandbox.status === "failed") {
      const message = `${action}: the sandbox is ${sandbox.status}`
      throw new ScaleboxError({ code: "conflict", message, hint: makeAgain })
    }
    const shown: Properties = { sandboxId: id, ...setting.shownBy(sandbox) }
    return names
      .filter((name) => declared[name] !== unknown && declared[name] !== shown[name])
      .map((name) => ({
        path: [name],
        reason: `differs from the sandbox to import; declare what it has, and change it after the import`,
      }))
  }
  return {
    secretOutputs: [],
    isMarked: false,
    isSetting: true,
    label: (_, id) => `${setting.label} of sandbox ${id}`,
    check: (context, olds, news) => checkPlain(context, setting.inputs, olds, news, importFaults),
    diff: async (_context, _id, olds, news) => {
      const changed = names.filter((name) => olds[name] !== news[name])
      return {
        replaces: changed.filter((name) => effects[name] === "replace"),
        updates: changed.filter((name) => effects[name] === "update"),
        unfinished: false,
        deleteBeforeReplace: false,
      }
    },
    // Of an import the check has shown that the sandbox has the setting.
    create: async (context, inputs) => ({
      id: String(inputs.sandboxId),
      outputs: context.importId
        ? outputsOf(inputs, context.session.endpoint)
        : await brought(context, inputs),
    }),
    read: async (context, id, state) => {
      const { session } = context
      const action = `Cannot read ${setting.label} of sandbox ${id}`
      const shown = await during(action, () => session.watch.read(id, context))
      if (!shown && isInStack(state)) {
        const thing = { label: `Sandbox ${id}`, id, mark: context.accountMark, shouldLive: true }
        await session.account.mustBeGone(thing, context)
      }
      const sandbox = unlessEnded(shown)
      if (!sandbox) return undefined
      return {
        id,
        outputs: outputsOf({ ...state, sandboxId: id, ...setting.shownBy(sandbox) }, session.endpoint),
      }
    },
    update: (context, _id, _olds, news) => brought(context, news),
    delete: async () => {},
    find: async () => ({ harmless: "the next run sets it, if it is not set yet" }),
    // Whether a delete has done its work cannot be seen: it leaves the sandbox as it is.
    exists: async (context, id) => ((await context.session.watch.readNow(id, context)) ? "unclear" : "gone"),
  }
}
