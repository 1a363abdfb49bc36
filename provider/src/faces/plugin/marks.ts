import { isDeepStrictEqual } from "node:util"
import type { Properties } from "../../resources/properties"

/** Which parts of a value are secret: all of it, or those under these keys; the items of a list by their index. */
export type Marks = true | { readonly [key: string]: Marks } | undefined

/** What the engine sent: a plain value, and which parts of it are secret. */
export interface Received {
  value: Properties
  marks: Marks
}

export const nothing: Received = { value: {}, marks: undefined }

export const isMarked = (marks: Marks): boolean =>
  marks === true || (marks !== undefined && Object.values(marks).some(isMarked))

export const markUnder = (marks: Marks, key: string): Marks =>
  marks === true ? true : marks && Object.hasOwn(marks, key) ? marks[key] : undefined

/** What is secret in one of the two or in the other. */
export function both(one: Marks, other: Marks): Marks {
  if (one === true || other === true) return true
  if (!one || !other) return one ?? other
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...keys].map((key) => [key, both(markUnder(one, key), markUnder(other, key))]))
}

/** Names of properties that are secret, and `objectStorage.accessKey` for a part of one, without places in lists. */
export function markedPaths(marks: Marks, above: readonly string[] = []): string[] {
  if (marks === true) return [above.join(".")]
  const paths = Object.entries(marks ?? {}).flatMap(([key, inner]) =>
    markedPaths(inner, /^\d+$/.test(key) ? above : [...above, key]),
  )
  return [...new Set(paths)]
}

/**
 * The marks that properties take over from those of the same names. One whose value has changed since it was marked is
 * secret as a whole if any part of it was, as nothing says where that part is now.
 */
export function carried(properties: Properties, { value, marks }: Received): Marks {
  const rows = Object.keys(properties).map((name): [string, Marks] => {
    const before = markUnder(marks, name)
    if (!isMarked(before)) return [name, undefined]
    return [name, isDeepStrictEqual(properties[name], value[name]) ? before : true]
  })
  return Object.fromEntries(rows)
}
