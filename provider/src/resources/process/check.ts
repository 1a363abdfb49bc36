import type { dynamic } from "@pulumi/pulumi"
import type { z } from "zod"
import { type Fault, formatPath, parse, valueAt } from "../../contract"
import { type Hidden, hiddenKey, hiddenOf } from "../hidden"
import { suggestion } from "../suggestion"
import { adopt } from "./import"
import { failure, type Properties } from "./lifecycle"
import { requireConfiguration } from "./session"

/** What stands in place of a value that is not known before another resource has been made. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

const isUnknownAt = (inputs: Properties, path: readonly PropertyKey[]) =>
  path.some((_, depth) => valueAt(inputs, path.slice(0, depth + 1)) === unknown)

/** The keys that a schema knows at a path; none where it is no object. */
function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const def = schema._zod.def as z.core.$ZodTypes["_zod"]["def"]
  switch (def.type) {
    case "optional":
    case "nullable":
      return knownKeys(def.innerType, path)
    case "union":
      return def.options.flatMap((option) => knownKeys(option, path))
    case "array":
      return typeof path[0] === "number" ? knownKeys(def.element, path.slice(1)) : []
    case "object": {
      const [key, ...rest] = path
      if (key === undefined) return Object.keys(def.shape)
      const inner = def.shape[String(key)]
      return inner ? knownKeys(inner, rest) : []
    }
    default:
      return []
  }
}

function describe(fault: Fault, schema: z.core.$ZodType): string {
  if (!fault.unknownKey) return `${formatPath(fault.path)}: ${fault.reason}`
  const key = String(fault.path.at(-1))
  const known = [...new Set(knownKeys(schema, fault.path.slice(0, -1)))]
  return `${formatPath(fault.path)}: ${fault.reason}${suggestion(key, known)}`
}

/** Everything that is wrong with the inputs, each fault with its path and what would be right, never a value. */
export function checkInputs(
  schema: z.ZodType,
  inputs: Properties,
  further: Fault[] = [],
): dynamic.CheckFailure[] {
  const parsed = parse(schema, inputs)
  return [...(parsed.success ? [] : parsed.faults), ...further]
    .filter((fault) => !isUnknownAt(inputs, fault.path))
    .map((fault) => failure(describe(fault, schema)))
}

/** Finds what an existing thing contradicts in the declaration that is to take it over. */
export type ImportFaults = (id: string, declared: Properties) => Promise<Fault[]>

/** Check of a resource whose inputs need no defaults: validates, and keeps the owner of a renamed declaration. */
export async function checkPlain(
  schema: z.ZodType,
  olds: Properties,
  news: Properties,
  importFaults?: ImportFaults,
): Promise<dynamic.CheckResult<Properties>> {
  const { [hiddenKey]: _, __provider, ...given } = news
  const declared = withoutNulls(given)
  const hidden = hiddenOf(news)
  let failures = checkInputs(schema, declared)
  if (failures.length === 0) {
    requireConfiguration()
    const isNew = Object.keys(olds).length === 0
    if (isNew && hidden.import && importFaults) {
      adopt(hidden.import)
      failures = checkInputs(schema, declared, await importFaults(hidden.import, declared))
    }
  }
  if (failures.length > 0) return { inputs: news, failures: failures.map(asWritten) }
  const owner = hiddenOf(olds).owner || hidden.owner
  return { inputs: { ...declared, [hiddenKey]: { ...hidden, owner } satisfies Hidden }, failures: [] }
}

/** Programs name the sandbox that a resource belongs to `sandbox`; only its id travels. */
const asWritten = ({ reason }: dynamic.CheckFailure) => failure(reason.replace(/^sandboxId\b/, "sandbox"))

/** JavaScript programs pass null where they mean nothing. */
export const withoutNulls = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null))
