import type { Fault } from "../../contract"
import type { Properties } from "../properties"
import { importFaults as settingFaults } from "../sandbox/import"
import { timeoutOf } from "./from-api"
import type { Member } from "./members"

/** Declared inputs that the members of an existing pool contradict; taking it over must not change it. */
export function importFaults(declared: Properties, members: readonly Member[]): Fault[] {
  const { count, namePrefix, ...settings } = declared
  const [first] = members
  if (!first) return []
  const faults = settingFaults(settings, {
    ...first.sandbox,
    timeout: timeoutOf({ timeout: Infinity }, members),
  })
  if (typeof count !== "number" || count === members.length) return faults
  const reason = `must be the ${members.length} of the pool to import; change it after the import`
  return [...faults, { path: ["count"], reason }]
}
