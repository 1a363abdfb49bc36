import { ApiError } from "./errors"

export const unauthorized = (keyGiven: boolean) =>
  new ApiError(
    401,
    "unauthorized",
    keyGiven
      ? "Invalid API key: send one that this emulator was started with"
      : "Missing API key: send it in the header X-API-Key",
  )

const windowMs = 1000

/** Lets a number of requests pass in any second; refused ones do not count. */
export class RateWindow {
  private admitted: number[] = []

  /** Throws if the limit is reached; 0 is no limit. */
  admit(limit: number, now: number): void {
    if (limit === 0) return
    this.admitted = this.admitted.filter((at) => at > now - windowMs)
    if (this.admitted.length >= limit) {
      throw new ApiError(429, "rate_limited", `Too many requests: at most ${limit} a second`, {
        "retry-after": "1",
      })
    }
    this.admitted.push(now)
  }
}
