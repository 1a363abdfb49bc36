import { setTimeout as sleepFor } from "node:timers/promises"
import type { Clock } from "../../provider/src/client"

/** So many times faster than the wall clock, as clients wait for seconds after a lost answer. */
const speed = 20

const began = Date.now()
const since = performance.now()

/** Milliseconds since 1970, as everybody in the model sees them. */
const now = () => began + (performance.now() - since) * speed

/** The time of the model: of the emulator, and of clients whose clock is right. */
export const fastClock: Clock = shiftedClock(() => 0)

/** @param byMs How far the clock is ahead, in milliseconds. */
export function shiftedClock(byMs: () => number): Clock {
  return {
    now: () => now() + byMs(),
    async sleep(milliseconds, signal) {
      await sleepFor(milliseconds / speed, undefined, signal && { signal })
    },
    after(milliseconds, then) {
      const timer = setTimeout(then, Math.min(milliseconds / speed, 2 ** 31 - 1))
      return () => clearTimeout(timer)
    },
    random: Math.random,
  }
}
