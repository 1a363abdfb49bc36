import { isDeepStrictEqual } from "node:util"
import { protocolOf, valueAt } from "../contract"
import type { Properties } from "./properties"

/** Spellings that mean the same to the API must change nothing, in whatever resource. By the name of the input. */
const canonical: Partial<Record<string, (value: unknown) => unknown>> = {
  objectStorage: (value) => inAnyOrder(Array.isArray(value) ? value : [value], "mountPoint"),
  objectStorageDirectMount: (value) => value || undefined,
  customPorts: canonicalPorts,
  ports: canonicalPorts,
  locality: canonicalLocality,
  // What the API makes of a template of which nothing is said.
  visibility: (value) => (value === "private" ? undefined : value),
}

/** The order of ports and mounts means nothing. */
function inAnyOrder(list: unknown[], key: string): unknown[] {
  const rank = (entry: unknown) => {
    const value = valueAt(entry, [key])
    return typeof value === "string" || typeof value === "number" ? String(value) : ""
  }
  return [...list].sort((a, b) => rank(a).localeCompare(rank(b)))
}

function canonicalPorts(value: unknown): unknown {
  return Array.isArray(value) ? inAnyOrder(value.map(portOf), "port") : value
}

const portOf = (port: unknown) =>
  port === null || typeof port !== "object" ? port : canonicalPort({ ...port })

/** A port with the API's defaults filled in. */
export const canonicalPort = ({ port, name, protocol, servicePort }: Properties) => ({
  port,
  name,
  protocol: protocolOf(protocol),
  servicePort: servicePort ?? port,
})

/** A locality without the settings that are switched off, as they are when left out. */
function canonicalLocality(locality: unknown): unknown {
  if (locality === null || typeof locality !== "object") return locality
  return Object.fromEntries(Object.entries(locality).filter(([, value]) => value))
}

const isEmpty = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0)

/** A value of an input in the spelling that all those share that mean the same; undefined for an empty one. */
export function canonicalOf(name: string, value: unknown): unknown {
  if (isEmpty(value)) return undefined
  const plain = canonical[name]
  return plain ? plain(value) : value
}

function sameValue(name: string, old: unknown, wanted: unknown): boolean {
  const [before, after] = [canonicalOf(name, old), canonicalOf(name, wanted)]
  return (isEmpty(before) && isEmpty(after)) || isDeepStrictEqual(before, after)
}

/** Those of the inputs whose old output does not mean the same as the new input. */
export const differing = <Name extends string>(
  names: readonly Name[],
  olds: Properties,
  news: Properties,
): Name[] => names.filter((name) => !sameValue(name, olds[name], news[name]))
