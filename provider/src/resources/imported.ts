import { differing } from "./canonical"
import type { Facts } from "./facts"
import type { Properties } from "./properties"

/** What is known of a thing that the engine itself has imported. */
export interface Imported {
  /** What the API shows of it, as outputs. */
  shown: Properties
  /** What the program declared last; undefined if it has not declared it since the import. */
  before: Properties | undefined
  /** What the program declares. */
  now: Properties
}

const uris = (mounts: unknown) =>
  [mounts]
    .flat()
    .map((mount) => [Reflect.get(Object(mount), "uri"), Reflect.get(Object(mount), "mountPoint")])

/** How a declared input can agree with what is shown if that is more than meaning the same. */
const agreements: Partial<Record<string, (now: unknown, shown: Properties) => boolean>> = {
  template: (now, shown) => now === shown.templateId,
  timeout: (now, shown) => Number(now) <= Number(shown.timeout),
  // The API shows no credentials.
  objectStorage: (now, shown) => JSON.stringify(uris(now)) === JSON.stringify(uris(shown.objectStorage)),
}

/**
 * The old values that the declaration of an imported thing is compared with. What the program has never stated is not
 * changed by stating nothing, nor by stating what the thing has, nor by stating what the API never shows.
 */
export function oldsOfImported({ inputs, effects }: Facts, { shown, before, now }: Imported): Properties {
  const old = (name: string): unknown => {
    const stated = before?.[name]
    if (stated !== undefined && differing([name], { [name]: stated }, now).length > 0) return stated
    // Only what can be changed in place can have changed since.
    if (stated !== undefined) return effects[name] === "replace" ? now[name] : shown[name]
    if (now[name] === undefined || shown[name] === undefined) return now[name]
    return agreements[name]?.(now[name], shown) ? now[name] : shown[name]
  }
  const olds = { ...shown, ...Object.fromEntries(inputs.map((name) => [name, old(name)])) }
  const timeouts = [shown.timeout, before?.timeout].map((timeout) =>
    Number(timeout ?? Number.POSITIVE_INFINITY),
  )
  return before?.timeout === undefined ? olds : { ...olds, timeout: Math.min(...timeouts) }
}
