import type { dynamic } from "@pulumi/pulumi"
import { isScaleboxError, ScaleboxError } from "../../../client"
import { lifecycles } from "../../../resources"
import type { Kind } from "../../../resources/kinds"
import { InitFailure } from "../../../resources/lifecycle"
import { logicalName } from "../../../resources/names"
import { isInStack, isNew, type Properties } from "../../../resources/properties"
import { type Hidden, hiddenKey, hiddenOf, lasting, plain } from "../../hidden"
import { answer, sealed } from "./answers"
import { thrown } from "./echoes"
import { refuseReplacingImported, refuseSecondImport } from "./imports"
import type { Run } from "./run"

/** `property` stays empty: with it the engine would print the input's value, secrets in plain text. */
const failure = (reason: string): dynamic.CheckFailure => ({ property: "", reason })

/** Without an error, all outputs of a `get` would be undefined. */
const missing = (id: string) =>
  new ScaleboxError({
    code: "not_found",
    message: `${id} does not exist or has ended`,
    hint: "Check the id, and whether the API key belongs to the right account",
  })

const isNamed = (name: string, { replaceOnChanges = [] }: Hidden) =>
  replaceOnChanges.some((key) => key === name || key === "*")

/** The lifecycle of a kind as the engine's Node.js shim wants it. */
export function dynamicProvider(run: Run, kind: Kind): dynamic.ResourceProvider<Properties, Properties> {
  const lifecycle = lifecycles[kind]
  const { update } = lifecycle

  /** Outputs as the state keeps them. @param before The mark of the account that it keeps already. */
  const kept = (id: string, outputs: Properties, hidden: Hidden, before?: string): Properties => {
    const secrets = [...lifecycle.secretOutputs, ...(hidden.secretOutputs ?? [])]
    const account = run.session().account.mark(id, before)
    return { ...sealed(outputs, secrets), [hiddenKey]: lasting(kind, { ...hidden, account }) }
  }
  /** Whatever comes of a call, the engine has its warnings before the answer. */
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } finally {
      await run.log.delivered()
    }
  }
  const answered = <T>(work: () => Promise<T>): Promise<T> =>
    told(async () => {
      try {
        return answer(await work())
      } catch (error) {
        throw thrown(error, run.errors)
      }
    })
  /** Without `__provider` among its properties, a resource that failed to start could never be read or deleted again. */
  const making = <T>(inputs: Properties, work: () => Promise<T>, before?: string): Promise<T> =>
    told(async () => {
      try {
        return answer(await work())
      } catch (error) {
        if (!(error instanceof InitFailure)) throw thrown(error, run.errors)
        const { id, properties, reasons } = error
        const { __provider } = inputs
        const outputs = kept(id, properties, hiddenOf(inputs), before)
        throw new InitFailure(id, answer({ ...outputs, __provider }), reasons)
      }
    })

  return {
    configure: (request) => run.configure(request),
    check: (olds, news) =>
      told(async () => {
        try {
          const [before, now] = [hiddenOf(olds), hiddenOf(news)]
          const { programKey, ...given } = now
          // An owner and a nonce once given stay.
          const hidden = {
            ...given,
            owner: before.owner || now.owner,
            ...(before.nonce && { nonce: before.nonce }),
          }
          const context = run.context(hidden, "look")
          run.compareKeys(logicalName(now.owner), programKey)
          if (isNew(olds) && hidden.import && !lifecycle.isSetting) run.imports.adopt(hidden.import)
          const checked = await lifecycle.check(context, plain(olds), plain(news))
          const failures = checked.failures.map(failure)
          if (failures.length > 0) return answer({ inputs: news, failures })
          const nonce = checked.nonce ?? (lifecycle.isMarked ? context.nonce : undefined)
          return answer({
            inputs: { ...checked.inputs, [hiddenKey]: { ...hidden, ...(nonce && { nonce }) } },
            failures,
          })
        } catch (error) {
          if (!isScaleboxError(error)) throw thrown(error, run.errors)
          return { inputs: answer(news), failures: [failure(run.errors.messageOf(error))] }
        }
      }),
    diff: (id, olds, news) =>
      answered(async () => {
        const hidden = hiddenOf(news)
        const { account, provider } = hiddenOf(olds)
        // What an earlier version has written tells neither.
        const isMoved = account !== undefined && provider !== hidden.provider
        const context = { ...run.context({ ...hidden, account }, "look"), isMoved }
        if (hidden.import) refuseSecondImport(lifecycle.label(context, id), id, hidden.import)
        const found = await lifecycle.diff(context, id, plain(olds), plain(news))
        const replaces = [...found.replaces, ...found.updates.filter((name) => isNamed(name, hidden))]
        if (hidden.import) refuseReplacingImported(lifecycle.label(context, id), replaces)
        const changes = replaces.length > 0 || found.updates.length > 0 || found.unfinished
        return { changes, replaces, deleteBeforeReplace: found.deleteBeforeReplace }
      }),
    create: (inputs) =>
      making(inputs, async () => {
        const hidden = hiddenOf(inputs)
        const { id, outputs } = await lifecycle.create(run.context(hidden, "create"), plain(inputs))
        return { id, outs: kept(id, outputs, hidden) }
      }),
    read: (id, props = {}) =>
      answered(async () => {
        const hidden = hiddenOf(props)
        const found = await lifecycle.read(run.context(hidden, "look"), id, plain(props))
        // No inputs are answered: they would replace the stored ones, the hidden one included.
        if (found) return { id: found.id, props: kept(id, found.outputs, hidden, hidden.account) }
        if (!isInStack(props)) throw missing(id)
        return {}
      }),
    ...(update && {
      update: (id: string, olds: Properties, news: Properties) => {
        const { account } = hiddenOf(olds)
        const work = async () => {
          const hidden = hiddenOf(news)
          const context = run.context({ ...hidden, account }, "update")
          const outputs = await update(context, id, plain(olds), plain(news))
          return { outs: kept(id, outputs, hidden, account) }
        }
        return making(news, work, account)
      },
    }),
    delete: async (id, props) => {
      await answered(async () => {
        const hidden = hiddenOf(props)
        const context = run.context(hidden, "delete")
        if (run.imports.has(id)) context.log.info(`${id} is not deleted: an import in this run takes it over`)
        else await lifecycle.delete(context, id, plain(props))
        return null
      })
    },
  }
}
