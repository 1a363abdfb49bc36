import { isDeepStrictEqual } from "node:util"
import { canonicalOf } from "./canonical"
import { asWritten } from "./check"
import type { Context } from "./context"
import type { Lifecycle } from "./lifecycle"
import { type Properties, unknown } from "./properties"

/**
 * The lifecycle, saying why a resource is replaced if Pulumi does not: it shows both values of a secret as `[secret]`, and
 * a shorter timeout as any other change. Names alone are said, once in a run.
 *
 * @param kind Name of the class: `Sandbox`.
 */
export function explained(kind: string, lifecycle: Lifecycle): Lifecycle {
  return {
    ...lifecycle,
    async diff(context, id, olds, news) {
      const found = await lifecycle.diff(context, id, olds, news)
      const reasons = found.replaces.flatMap((name) => reasonOf(context, name, olds[name], news[name]))
      // An import refuses to replace what it took over, in words of its own.
      if (reasons.length > 0 && context.importId === undefined) say(context, kind, reasons)
      return found
    },
  }
}

function say({ isProtected, log, name, owner, session }: Context, kind: string, reasons: string[]): void {
  const { explained } = session.plans
  const declaration = `${kind} ${owner}`
  if (explained.has(declaration)) return
  explained.add(declaration)
  const next = isProtected ? "would be replaced, but is protected" : "is replaced"
  log.info(`${reasons.join(", ")}: ${kind} ${name} ${next}`)
}

/** Why a change of an input replaces, unless Pulumi shows it: none or one reason. */
function reasonOf({ secretInputs = [] }: Context, name: string, old: unknown, wanted: unknown): string[] {
  if (name === "timeout" && !secretInputs.includes(name)) return ["timeout is shorter"]
  const keys = changedKeys(canonicalOf(name, old), canonicalOf(name, wanted))
  if (secretInputs.includes(name)) {
    // The keys of other maps that are secret as a whole may say something themselves.
    return [changed(name, name === "envVars" ? keys : [])]
  }
  const hidden = keys.filter((key) => secretInputs.includes(`${name}.${key.name}`))
  return hidden.length > 0 ? [changed(name, hidden)] : []
}

interface ChangedKey {
  name: string
  /** False while the new value depends on another resource, and may turn out to be the old one. */
  isKnown: boolean
}

function changed(input: string, keys: readonly ChangedKey[]): string {
  const listed = keys.map(({ name, isKnown }) => (isKnown ? name : `${name} is not known yet`))
  return `${asWritten(input)} changed${listed.length > 0 ? ` (${listed.join(", ")})` : ""}`
}

/** Keys of a map, or of the maps in a list, that have another value than before. */
function changedKeys(old: unknown, wanted: unknown): ChangedKey[] {
  const pairs = Array.isArray(wanted) ? wanted.map((item, at) => [entryOf(old, at), item]) : [[old, wanted]]
  const keys = pairs.flatMap(([one, other]) => {
    if (!isMap(one) || !isMap(other)) return []
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
    return names
      .filter((name) => !isDeepStrictEqual(one[name], other[name]))
      .map((name) => ({ name, isKnown: other[name] !== unknown }))
  })
  return keys.filter(({ name }, at) => keys.findIndex((key) => key.name === name) === at)
}

const entryOf = (list: unknown, at: number): unknown => (Array.isArray(list) ? list[at] : undefined)

const isMap = (value: unknown): value is Properties =>
  value !== null && typeof value === "object" && !Array.isArray(value)
