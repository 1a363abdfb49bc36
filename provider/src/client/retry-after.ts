import type { HttpResponse } from "./http"

/**
 * What a Retry-After header asks for, in milliseconds: seconds or a date; undefined if it says neither. A date counts
 * from the answer's own Date header, else from `now`, in milliseconds since 1970.
 */
export function retryAfterMs(
  { retryAfter, date }: Pick<HttpResponse["headers"], "retryAfter" | "date">,
  now: number,
): number | undefined {
  if (!retryAfter) return undefined
  const seconds = Number(retryAfter)
  const answered = Date.parse(date ?? "")
  const milliseconds = Number.isFinite(seconds)
    ? seconds * 1000
    : Date.parse(retryAfter) - (Number.isNaN(answered) ? now : answered)
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined
}
