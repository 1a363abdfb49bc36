import { setTimeout as sleep } from "node:timers/promises"

/** Time as the client sees it; tests hand in their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** 0 up to but without 1; spreads retries of many callers. */
  random(): number
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (milliseconds) => sleep(milliseconds),
  random: Math.random,
}
