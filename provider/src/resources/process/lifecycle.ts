import type { dynamic } from "@pulumi/pulumi"
import { isScaleboxError, ScaleboxError } from "../../client"
import { hiddenOf } from "../hidden"
import { configure } from "./session"

/** Properties of a resource as the engine hands them over: plain values, secrets decrypted. */
export type Properties = Record<string, unknown>

/** The six calls that make up a resource; `update` is missing where every change replaces. */
export interface Lifecycle {
  /** Names of outputs that are always secret. */
  secretOutputs?: readonly string[]
  check(olds: Properties, news: Properties): Promise<dynamic.CheckResult<Properties>>
  diff(id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult>
  create(inputs: Properties): Promise<dynamic.CreateResult<Properties>>
  read(id: string, props: Properties): Promise<dynamic.ReadResult<Properties>>
  update?(id: string, olds: Properties, news: Properties): Promise<dynamic.UpdateResult<Properties>>
  delete(id: string, props: Properties): Promise<void>
}

/** The thing exists, but is not as wanted: the engine keeps its id and properties and shows the reasons. */
export class InitFailure extends Error {
  constructor(
    readonly id: string,
    public properties: Properties,
    readonly reasons: string[],
  ) {
    super(reasons.join("; "))
  }
}

/** The engine's struct type knows neither undefined nor bigint: answers leave here as JSON would write them. */
const answer = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? String(item) : item)),
  ) as T

const said = new Set<string>()

/** A wrong configuration stops every resource of the process: what to do about it is said with the first. */
function messageOf(error: ScaleboxError): string {
  const { code, message, hint = "" } = error.facts
  if (code !== "configuration" || !said.has(hint)) {
    said.add(hint)
    return error.message
  }
  return message
}

/** The engine's shim prints name and stack of what it catches; users need the message alone. */
function bare(error: unknown): Error {
  return isScaleboxError(error)
    ? Object.assign(new Error(messageOf(error)), { name: "", stack: "" })
    : new Error(error instanceof Error ? error.message : String(error), { cause: error })
}

/** How the engine writes a secret; in this form it takes one from a provider, too. */
const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" }

/** Those that are always secret, and those that show a secret input again. */
function sealed(outputs: Properties, always: readonly string[]): Properties {
  const names = [...always, ...(hiddenOf(outputs).secretOutputs ?? [])].filter(
    (name) => outputs[name] !== undefined,
  )
  return {
    ...outputs,
    ...Object.fromEntries(names.map((name) => [name, { ...secretMark, value: outputs[name] }])),
  }
}

async function answered<T>(work: () => Promise<T>): Promise<T> {
  try {
    return answer(await work())
  } catch (error) {
    throw bare(error)
  }
}

/** A static `get` reads what the stack does not hold yet. */
export const isInStack = (props: Properties) => typeof props.endpoint === "string"

/** Without an error, all outputs of a `get` would be undefined. */
const missing = (id: string) =>
  new ScaleboxError({
    code: "not_found",
    message: `${id} does not exist or has ended`,
    hint: "Check the id, and whether the API key belongs to the right account",
  })

/** A lifecycle as the engine's shim wants it. */
export function dynamicProvider(lifecycle: Lifecycle): dynamic.ResourceProvider<Properties, Properties> {
  const { update, secretOutputs = [] } = lifecycle
  const seal = (outputs: Properties = {}) => sealed(outputs, secretOutputs)
  /** Without `__provider` among its properties, a resource that failed to start could never be read or deleted again. */
  const keeping = async <T>(inputs: Properties, work: () => Promise<T>): Promise<T> => {
    try {
      return answer(await work())
    } catch (error) {
      if (!(error instanceof InitFailure)) throw bare(error)
      error.properties = answer({ ...seal(error.properties), __provider: inputs.__provider })
      throw error
    }
  }
  return {
    configure,
    check: async (olds, news) => {
      try {
        return answer(await lifecycle.check(olds, news))
      } catch (error) {
        if (!isScaleboxError(error)) throw bare(error)
        return { inputs: answer(news), failures: [failure(messageOf(error))] }
      }
    },
    diff: (id, olds, news) => answered(() => lifecycle.diff(id, olds, news)),
    create: (inputs) =>
      keeping(inputs, async () => {
        const { id, outs } = await lifecycle.create(inputs)
        return { id, outs: seal(outs) }
      }),
    read: (id, props = {}) =>
      answered(async () => {
        const found = await lifecycle.read(id, props)
        if (found.id === undefined && !isInStack(props)) throw missing(id)
        return found.props ? { ...found, props: seal(found.props) } : found
      }),
    ...(update
      ? {
          update: (id, olds, news) =>
            keeping(news, async () => ({ outs: seal((await update(id, olds, news)).outs) })),
        }
      : {}),
    delete: async (id, props) => {
      await answered(async () => {
        await lifecycle.delete(id, props)
        return null
      })
    },
  }
}

/** `property` stays empty: with it the engine would print the input's value, secrets in clear. */
export const failure = (reason: string): dynamic.CheckFailure => ({ property: "", reason })
