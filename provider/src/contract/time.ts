const pattern =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i

/** `+0530` and `+05` as `+05:30` and `+05:00`. */
const zoneOf = (text: string) => text.replace(/^([+-]\d\d):?(\d\d)?$/, (_, h, m = "00") => `${h}:${m}`)

/**
 * A time as the API writes it, in milliseconds since 1970; undefined for nonsense and absence. A text without a zone is
 * UTC: JavaScript alone would take it for the time of this machine.
 */
export function timeOf(text: unknown): number | undefined {
  const [, date, time = "00:00", zone = "Z"] = pattern.exec(typeof text === "string" ? text.trim() : "") ?? []
  if (date === undefined) return undefined
  const parsed = Date.parse(`${date}T${time}${zoneOf(zone.toUpperCase())}`)
  return Number.isNaN(parsed) ? undefined : parsed
}
