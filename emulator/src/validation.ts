import type { z } from "zod"
import { type Fault, formatPath, fromWire, parse, toWire, valueAt } from "../../provider/src/contract"
import { invalidRequest } from "./errors"

/** A request body before anything is known of it. */
export type ReceivedBody = { readable: true; value: unknown } | { readable: false; reason: string }

const deepest = 32

export function parseJson(text: string): ReceivedBody {
  if (text.trim() === "") return { readable: true, value: undefined }
  try {
    const value: unknown = JSON.parse(text)
    if (isTooDeep(value)) return { readable: false, reason: `is nested deeper than ${deepest} levels` }
    return { readable: true, value }
  } catch {
    return { readable: false, reason: "is no valid JSON" }
  }
}

/** Looked at level by level: recursion into a hostile body would exhaust the stack. */
function isTooDeep(value: unknown): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true
    level = level.flatMap((item) => (isObject(item) ? Object.values(item) : []))
  }
  return false
}

const isObject = (value: unknown): value is object => value !== null && typeof value === "object"

/** The value of a valid body, in the contract's spelling. Throws the API's 400. */
export function acceptBody(
  schema: z.ZodType,
  body: ReceivedBody,
  zeroMeansDefault: readonly string[],
): unknown {
  if (!body.readable) throw invalidRequest(`Cannot read the request: the body ${body.reason}`)
  const value = inContractSpelling(body.value === undefined ? {} : body.value)
  if (isObject(value)) {
    for (const key of zeroMeansDefault) {
      const given = valueAt(value, [key])
      if (given === "" || given === 0) Reflect.deleteProperty(value, key)
    }
  }
  return accept(schema, value)
}

/** The valid query, in the contract's spelling; empty values count as left out. Throws the API's 400. */
export function acceptQuery(schema: z.ZodType, query: Record<string, unknown>): unknown {
  const given = Object.entries(query).filter(([, value]) => value !== "")
  return accept(schema, inContractSpelling(Object.fromEntries(given)))
}

const inContractSpelling = (value: unknown) => fromWire(asWire(value))

/** What these hold belongs to the user. */
const opaque = new Set(["env_vars", "metadata"])

/** Drops keys that are not in the API's spelling, as the API knows nothing of them, and nulls, which say nothing. */
function asWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asWire)
  if (!isObject(value)) return value
  const known = Object.entries(value).filter(([key, item]) => item !== null && !/[A-Z]/.test(key))
  return Object.fromEntries(known.map(([key, item]) => [key, opaque.has(key) ? item : asWire(item)]))
}

function accept(schema: z.ZodType, value: unknown): unknown {
  for (;;) {
    const parsed = parse(schema, value)
    if (parsed.success) return parsed.data
    const { faults } = parsed
    const unknown = faults.filter(({ unknownKey }) => unknownKey)
    if (unknown.length === 0) throw invalidRequest(`Invalid request: ${faults.map(describe).join("; ")}`)
    for (const { path } of unknown) removeAt(value, path)
  }
}

function removeAt(root: unknown, path: PropertyKey[]): void {
  const holder = valueAt(root, path.slice(0, -1))
  const key = path.at(-1)
  if (isObject(holder) && key !== undefined) Reflect.deleteProperty(holder, key)
}

const wireKey = (key: string) => Object.keys(toWire({ [key]: null }) as object)[0] ?? key

/** In the spelling of the wire, which is what the caller knows. */
function describe({ path, reason }: Fault): string {
  const where = path.map((key, index) => {
    const isUsersOwn = opaque.has(wireKey(String(path[index - 1])))
    return typeof key === "string" && !isUsersOwn ? wireKey(key) : key
  })
  return `${formatPath(where) || "the body"} ${reason.replace(/\b[a-z]+[A-Z]\w*/g, wireKey)}`
}
