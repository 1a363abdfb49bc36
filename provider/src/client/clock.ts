import { setTimeout as sleepFor } from "node:timers/promises"

/** Time as the client sees it; tests hand in their own. */
export interface Clock {
  /**
   * Milliseconds since 1970, as this machine's clock showed when the process began and on from there: neither a correction
   * of that clock nor a sleep of the machine moves a deadline.
   */
  now(): number
  /** Throws once the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** Calls back once that time has passed. The answer takes this back. */
  after(milliseconds: number, then: () => void): () => void
  /** 0 up to but without 1; spreads retries of many callers. */
  random(): number
}

/** A timer for longer would end at once. */
const longestTimerMs = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  async sleep(milliseconds, signal) {
    let left = milliseconds
    do {
      await sleepFor(Math.min(left, longestTimerMs), undefined, signal && { signal })
      left -= longestTimerMs
    } while (left > 0)
  },
  after(milliseconds, then) {
    // What is further away than three weeks never comes.
    if (milliseconds > longestTimerMs) return () => undefined
    const timer = setTimeout(then, milliseconds)
    return () => clearTimeout(timer)
  },
  random: Math.random,
}
