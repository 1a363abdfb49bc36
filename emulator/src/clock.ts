import { setTimeout as sleep } from "node:timers/promises"

/** Time as the emulator sees it; tests hand in their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  sleep(ms: number): Promise<void>
}

/** The wall clock. All sleeps reject once the signal is given, so that nothing outlives the emulator. */
export const systemClock = (signal: AbortSignal): Clock => ({
  now: Date.now,
  sleep: (ms) => sleep(ms, undefined, { signal }),
})
