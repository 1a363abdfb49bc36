import { isDeepStrictEqual } from "node:util"
import { valueAt } from "../../contract/faults"
import { protocolOf } from "../../contract/port"
import type { Properties } from "../process/lifecycle"
import type { SandboxInputs } from "./inputs"

/** What a change of an input leads to: a new sandbox, a longer life of this one, or nothing. */
export type Effect = "replace" | "extend" | "keep"

export const effects = {
  name: "replace",
  description: "replace",
  template: "replace",
  projectId: "replace",
  cpuCount: "replace",
  memoryMb: "replace",
  storageGb: "replace",
  timeout: "extend",
  envVars: "replace",
  metadata: "replace",
  secure: "replace",
  allowInternetAccess: "replace",
  objectStorage: "replace",
  objectStorageDirectMount: "replace",
  s3fsExecutablePath: "replace",
  customPorts: "replace",
  locality: "replace",
  autoPause: "replace",
  netProxyCountry: "replace",
  waitForRunning: "keep",
} as const satisfies Record<keyof SandboxInputs, Effect>

export const inputNames = Object.keys(effects) as (keyof SandboxInputs)[]

/** Spellings that mean the same to the API must not replace a sandbox. */
const canonical: Partial<Record<string, (value: unknown) => unknown>> = {
  objectStorage: (value) => inAnyOrder(Array.isArray(value) ? value : [value], "mountPoint"),
  objectStorageDirectMount: (value) => value || undefined,
  customPorts: (value) => (Array.isArray(value) ? inAnyOrder(value.map(canonicalPort), "port") : value),
  locality: canonicalLocality,
}

/** The order of ports and mounts means nothing. */
function inAnyOrder(list: unknown[], key: string): unknown[] {
  const rank = (entry: unknown) => {
    const value = valueAt(entry, [key])
    return typeof value === "string" || typeof value === "number" ? String(value) : ""
  }
  return [...list].sort((a, b) => rank(a).localeCompare(rank(b)))
}

/** A port with the API's defaults filled in. */
export function canonicalPort(port: unknown): unknown {
  if (port === null || typeof port !== "object") return port
  const { port: number, protocol, servicePort }: Properties = { ...port }
  return { ...port, protocol: protocolOf(protocol), servicePort: servicePort ?? number }
}

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

function sameValue(name: string, old: unknown, wanted: unknown): boolean {
  const plain = canonical[name] ?? ((value: unknown) => value)
  const [before, after] = [old, wanted].map((value) => (isEmpty(value) ? undefined : plain(value)))
  return (isEmpty(before) && isEmpty(after)) || isDeepStrictEqual(before, after)
}

/** Those of the inputs whose old output does not mean the same as the new input. */
export const differing = <Name extends string>(names: readonly Name[], olds: Properties, news: Properties) =>
  names.filter((name) => !sameValue(name, olds[name], news[name]))

/** A timeout that is not known yet counts as longer. */
export const isShorter = (olds: Properties, news: Properties): boolean =>
  typeof news.timeout === "number" && typeof olds.timeout === "number" && news.timeout < olds.timeout

export interface Changes {
  /** Inputs that can only be had by a new sandbox. */
  replaces: (keyof SandboxInputs)[]
  /** Whether a longer timeout is wanted. */
  extends: boolean
}

/** Old outputs against new inputs. */
export function changesOf(olds: Properties, news: Properties): Changes {
  const changes: Changes = { replaces: [], extends: false }
  for (const name of differing(inputNames, olds, news)) {
    if (effects[name] === "replace" || (effects[name] === "extend" && isShorter(olds, news))) {
      changes.replaces.push(name)
    } else if (effects[name] === "extend") changes.extends = true
  }
  return changes
}
