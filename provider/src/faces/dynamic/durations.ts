import { type CustomTimeouts, ResourceError } from "@pulumi/pulumi"
import type { Hidden } from "../hidden"

const unitSeconds: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 }
const part = /(\d+(?:\.\d+)?)(h|ms|us|µs|ns|m|s)/g

function seconds(name: string, duration: string): number {
  const parts = [...duration.matchAll(part)]
  if (parts.length === 0 || parts.map(([whole]) => whole).join("") !== duration) {
    throw new ResourceError(`customTimeouts.${name} must be a duration such as 90s, 10m or 1h30m`, undefined)
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitSeconds[unit ?? ""] ?? 0), 0)
}

/** The customTimeouts option in seconds; undefined if none is given. Throws a ResourceError for what is no duration. */
export function timeoutsInSeconds(timeouts: CustomTimeouts | undefined): Hidden["timeouts"] {
  const given = Object.entries(timeouts ?? {}).filter(([, duration]) => duration)
  if (given.length === 0) return undefined
  return Object.fromEntries(given.map(([name, duration]) => [name, seconds(name, String(duration))]))
}
