import { isDeepStrictEqual } from "node:util"
import type { Fault, SandboxDetails } from "../../contract"
import { canonicalPort, differing } from "../canonical"
import { type Properties, unknown } from "../properties"
import { inputsShownBy } from "./from-api"

/** What to do if there is nothing that an import could take over. */
export const nothingToImport =
  "Check the id and that the API key is that of the account that has it. " +
  "If it is gone, remove the import option to create a new one"

const portsOf = (value: unknown) => (Array.isArray(value) ? value.map(canonicalPort) : [])

/** Whether all declared ports are among those shown. */
export const portsAgree = (declared: unknown, shown: unknown): boolean =>
  portsOf(declared).every((port) => portsOf(shown).some((other) => isDeepStrictEqual(port, other)))

const mountsOf = (value: unknown) =>
  (Array.isArray(value) ? value : [value]).map((mount: Properties | undefined) => ({
    uri: mount?.uri,
    mountPoint: mount?.mountPoint,
  }))

/** How a declared input can agree with an existing sandbox if that is more than being equal. */
const agreements: Record<string, (declared: unknown, shown: unknown, sandbox: SandboxDetails) => boolean> = {
  template: (declared, _, sandbox) => declared === sandbox.templateName || declared === sandbox.templateId,
  timeout: (declared, shown) => Number(declared) <= Number(shown),
  customPorts: portsAgree,
  objectStorage: (declared, shown) => isDeepStrictEqual(mountsOf(declared), mountsOf(shown)),
}

/** If the API shows nothing to compare with, the declaration is believed. */
const invisible = new Set(["locality", "waitForRunning"])

/** What holds a value that is not known yet can only be compared when it is. */
export const isKnown = (value: unknown): boolean =>
  value !== unknown && (value === null || typeof value !== "object" || Object.values(value).every(isKnown))

/** Declared inputs that an existing sandbox contradicts; taking it over must not change it. */
export function importFaults(declared: Properties, sandbox: SandboxDetails): Fault[] {
  const shown = inputsShownBy(sandbox)
  return Object.entries(declared).flatMap(([name, value]) => {
    if (invisible.has(name) || value === undefined || !isKnown(value)) return []
    const isSame =
      agreements[name]?.(value, shown[name], sandbox) ?? differing([name], shown, declared).length === 0
    if (isSame) return []
    const why =
      name === "timeout" ? "is longer than the sandbox to import has" : "differs from the sandbox to import"
    return [{ path: [name], reason: `${why}; declare what it has, and change it after the import` }]
  })
}
