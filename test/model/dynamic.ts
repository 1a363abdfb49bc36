import { dynamicProvider } from "../../provider/src/faces/dynamic/process/provider"
import type { Run } from "../../provider/src/faces/dynamic/process/run"
import type { Kind } from "../../provider/src/resources/kinds"
import type { Properties } from "../../provider/src/resources/properties"
import { revealed, sealedLike } from "./state"
import { noDifference, type Provider } from "./steps"

/** The dynamic provider of a kind as the engine and its Node.js shim call it: it sees no marks of secrets, and inputs seal outputs. */
export function dynamicCalls(run: Run, kind: Kind): Provider {
  const { check, diff, create, read, update, delete: remove } = dynamicProvider(run, kind)
  return {
    async check(olds, news) {
      const { inputs = {}, failures = [] } = (await check?.(revealed(olds), revealed(news))) ?? {}
      // The engine's shim adds the one, and to outputs as well.
      const { __provider } = news
      return {
        inputs: { ...sealedLike(news, inputs), __provider },
        failures: failures.map(({ reason }) => reason),
      }
    },
    diff: async ({ id, outputs }, news) => ({
      ...noDifference,
      ...(await diff?.(id, revealed(outputs), revealed(news))),
    }),
    create: (inputs) =>
      sealing(inputs, async () => {
        const { id, outs = {} } = await create(revealed(inputs))
        return { id, outputs: sealedLike(inputs, outs) }
      }),
    async read(id, held) {
      const found = await read?.(id, revealed(held?.outputs))
      return found?.id ? { id, outputs: sealedLike(held?.inputs ?? {}, found.props ?? {}) } : undefined
    },
    update: ({ id, outputs }, news) =>
      sealing(news, async () => {
        const answer = await update?.(id, revealed(outputs), revealed(news))
        return sealedLike(news, answer?.outs ?? {})
      }),
    delete: async ({ id, outputs }) => remove?.(id, revealed(outputs)),
  }
}

/** What a failure leaves behind is kept like what a success does. */
async function sealing<T>(inputs: Properties, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { properties } = error as { properties?: Properties }
    if (!properties) throw error
    if (!properties.__provider) throw new Error("The properties of a failure lack __provider")
    throw Object.assign(error as Error, { properties: sealedLike(inputs, properties) })
  }
}
