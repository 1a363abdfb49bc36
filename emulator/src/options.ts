import { isIPv4 } from "node:net"
import { regions } from "./catalog"
import type { AccountSettings, EmulatorOptions } from "./types"

export const defaultHost = "127.0.0.1"
export const defaultSettings = { bootMs: 1500, stopMs: 500, latencyMs: 0, rateLimit: 0 } as const

/** What is wanted, and else what was in force. */
export const settingsOver = (
  before: Required<AccountSettings>,
  { bootMs, stopMs, latencyMs, rateLimit }: AccountSettings,
): Required<AccountSettings> => ({
  bootMs: bootMs ?? before.bootMs,
  stopMs: stopMs ?? before.stopMs,
  latencyMs: latencyMs ?? before.latencyMs,
  rateLimit: rateLimit ?? before.rateLimit,
})

/** The largest value of each number; all are whole and not negative. */
export const largest = {
  port: 65_535,
  bootMs: 86_400_000,
  stopMs: 86_400_000,
  latencyMs: 3_600_000,
  rateLimit: 1_000_000,
} as const
export type NumberOption = keyof typeof largest

/** Why a number is refused, as the end of a sentence; undefined if it is fine. */
export function numberFault(option: NumberOption, value: number): string | undefined {
  if (Number.isInteger(value) && value >= 0 && value <= largest[option]) return undefined
  return `must be a whole number from 0 to ${largest[option]}`
}

/** Throws for the first number that is out of bounds. */
export function checkNumbers(settings: AccountSettings & { port?: number }): void {
  for (const option of Object.keys(largest) as NumberOption[]) {
    const value = settings[option]
    const fault = value === undefined ? undefined : numberFault(option, value)
    if (fault) throw new RangeError(`Cannot set ${option}: it ${fault}, got ${value}`)
  }
}

/** Throws for the first option that makes no sense. */
export function checkOptions(options: EmulatorOptions): void {
  checkNumbers(options)
  if (options.apiKeys?.some((key) => key === "")) throw new RangeError("Cannot set apiKeys: a key is empty")
  const known = regions.map(({ id }) => id)
  const unknown = options.fullRegions?.find((id) => !known.includes(id))
  if (unknown !== undefined) {
    throw new RangeError(`Cannot set fullRegions: "${unknown}" must be one of ${known.join(", ")}`)
  }
}

/** A name such as 127.example.com is none of this machine. */
export const isLoopback = (host: string) =>
  host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."))
