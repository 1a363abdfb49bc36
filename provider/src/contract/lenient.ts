import type { z } from "zod"
import { type Fault, type Parsed, parse, valueAt } from "./faults"

/** What these hold belongs to the user, who gave texts: a service may show `"7"` as 7. */
const usersOwn: readonly unknown[] = ["metadata", "envVars"]

/**
 * What a schema makes of an answer, however odd that is: null or nonsense costs the field that holds it, what cannot
 * do without that field goes with it, so at most a row of a list, and a number written as a text is that number. Fails only
 * if the answer as a whole cannot do without what is wrong. Leaves the answer as it is.
 */
export function parseLeniently<S extends z.ZodType>(schema: S, answer: unknown): Parsed<z.output<S>> {
  const strict = parse(schema, answer)
  if (strict.success) return strict
  const left = structuredClone(answer)
  for (let { faults } = strict; ; ) {
    const repairs = faults.map((fault) => repairOf(left, fault))
    if (repairs.some(({ path }) => path.length === 0)) return strict
    for (const repair of repairs) replace(left, repair)
    compact(left, repairs)
    const parsed = parse(schema, left)
    if (parsed.success) return parsed
    faults = parsed.faults
  }
}

/** What is to be at a path; undefined if nothing. */
interface Repair {
  path: readonly PropertyKey[]
  value?: string | number | undefined
}

/** What is missing cannot be taken away: what needs it is. */
function repairOf(root: unknown, { path, expected }: Fault): Repair {
  const value = valueAt(root, path)
  if (value === undefined) return { path: path.slice(0, -1) }
  return { path, value: otherwise(value, expected, path) }
}

function otherwise(value: unknown, expected: string | undefined, path: readonly PropertyKey[]) {
  if (expected === "number" && typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value))
    return Number(value)
  const isPlain = typeof value === "number" || typeof value === "boolean"
  return expected === "string" && isPlain && usersOwn.includes(path.at(-2)) ? String(value) : undefined
}

const isObject = (value: unknown): value is object => value !== null && typeof value === "object"

/** A list keeps its length until all is replaced, as paths count its rows. */
function replace(root: unknown, { path, value }: Repair): void {
  const [holder, key] = [valueAt(root, path.slice(0, -1)), path.at(-1)]
  if (!isObject(holder) || key === undefined) return
  if (value === undefined && !Array.isArray(holder)) Reflect.deleteProperty(holder, key)
  else Reflect.set(holder, key, value)
}

function compact(root: unknown, repairs: readonly Repair[]): void {
  const lists = new Set(repairs.map(({ path }) => valueAt(root, path.slice(0, -1))))
  for (const list of lists) {
    if (Array.isArray(list)) list.splice(0, list.length, ...list.filter((row) => row !== undefined))
  }
}
