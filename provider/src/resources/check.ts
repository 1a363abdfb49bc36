import type { z } from "zod"
import { type Fault, formatPath, parse, valueAt } from "../contract"
import type { Context } from "./context"
import type { Checked } from "./lifecycle"
import { isNew, type Properties, unknown, withoutNulls } from "./properties"
import { requireKey } from "./session"
import { suggestion } from "./suggestion"

const isUnknownAt = (inputs: Properties, path: readonly PropertyKey[]) =>
  path.some((_, depth) => valueAt(inputs, path.slice(0, depth + 1)) === unknown)

/** The keys that a schema knows at a path; none if it is no object. */
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
export function checkInputs(schema: z.ZodType, inputs: Properties, further: Fault[] = []): string[] {
  const parsed = parse(schema, inputs)
  return [...(parsed.success ? [] : parsed.faults), ...further]
    .filter((fault) => !isUnknownAt(inputs, fault.path))
    .map((fault) => describe(fault, schema))
}

/** Finds what an existing thing contradicts in the declaration that is to take it over. */
export type ImportFaults = (context: Context, id: string, declared: Properties) => Promise<Fault[]>

/** Check of a resource whose inputs need no defaults. */
export async function checkPlain(
  context: Context,
  schema: z.ZodType,
  olds: Properties,
  news: Properties,
  importFaults?: ImportFaults,
): Promise<Checked> {
  const { importId } = context
  const declared = withoutNulls(news)
  let failures = checkInputs(schema, declared)
  if (failures.length === 0) {
    requireKey(context.session)
    if (isNew(olds) && importId && importFaults) {
      failures = checkInputs(schema, declared, await importFaults(context, importId, declared))
    }
  }
  return failures.length > 0
    ? { inputs: news, failures: failures.map(asWritten) }
    : { inputs: declared, failures }
}

/** Programs name the sandbox that a resource belongs to `sandbox`; only its id travels. */
export const asWritten = (failure: string) => failure.replace(/^sandboxId\b/, "sandbox")
