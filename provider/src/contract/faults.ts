import type { z } from "zod"

/** One thing that is wrong with a value: where, and what would be right. Never holds the value itself. */
export interface Fault {
  path: PropertyKey[]
  /** Continues the path: `must be at least 60`. */
  reason: string
  /** The type that would be right, by zod's name for it, if another one was given. */
  expected?: string
  /** True if the path ends in a key that nothing is known of. */
  unknownKey?: boolean
}

type Issue = z.core.$ZodIssue

const units: Record<string, string> = { string: " characters", array: " entries" }
const articles: Record<string, string> = {
  int: "a whole number",
  number: "a number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
}

function reasonOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${articles[issue.expected] ?? issue.expected}`
    case "too_small":
      if (issue.minimum === 1 && issue.origin in units) return "must not be empty"
      return `must be at least ${issue.minimum}${units[issue.origin] ?? ""}`
    case "too_big":
      return `must be at most ${issue.maximum}${units[issue.origin] ?? ""}`
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`
    default:
      return issue.message
  }
}

/** Of the branches of a union, the one whose kind of value was given: it has no fault at its own root. */
function meantBranch(branches: Issue[][]): Issue[] {
  return (
    branches.find(
      (branch) => !branch.some((issue) => issue.code === "invalid_type" && issue.path.length === 0),
    ) ?? []
  )
}

/** The value at a path; undefined if the path leads nowhere. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value !== null && typeof value === "object" ? Reflect.get(value, key) : undefined),
    root,
  )
}

export type Parsed<T> = { success: true; data: T } | { success: false; faults: Fault[] }

/** What a schema makes of an input, or all that it finds wrong with it. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): Parsed<z.output<S>> {
  // Zod's own words quote a value's constructor, which may be anything that a user wrote under that key.
  const parsed = schema.safeParse(input, { error: () => "is not as it should be" })
  return parsed.success ? parsed : { success: false, faults: faultsOf(parsed.error, input) }
}

/** All that a schema found wrong with an input, in plain words. */
function faultsOf(error: z.ZodError, input: unknown): Fault[] {
  const translate = (issue: Issue, base: PropertyKey[]): Fault[] => {
    const path = [...base, ...issue.path]
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: [...path, key],
        reason: "is not a known property",
        unknownKey: true,
      }))
    }
    if (issue.code === "invalid_union") {
      const branch = meantBranch(issue.errors)
      if (branch.length > 0) return branch.flatMap((inner) => translate(inner, path))
      return [{ path, reason: "must be an object or a list" }]
    }
    if (issue.code === "invalid_type" && valueAt(input, path) === undefined) {
      return [{ path, reason: "is required" }]
    }
    return [
      { path, reason: reasonOf(issue), ...(issue.code === "invalid_type" && { expected: issue.expected }) },
    ]
  }
  return error.issues.flatMap((issue) => translate(issue, []))
}

/** `["objectStorage", 0, "mountPoint"]` as `objectStorage[0].mountPoint`; keys that are no plain names are quoted. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`
      const name = String(key)
      if (!/^[\p{L}\p{N}_$-]+$/u.test(name)) return `[${JSON.stringify(name)}]`
      return index === 0 ? name : `.${name}`
    })
    .join("")
}
