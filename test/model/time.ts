import { setTimeout as sleepFor } from "node:timers/promises"
import type { Clock } from "../../provider/src/client"

/** So many times faster than the wall clock, as clients wait for seconds after a lost answer. */
const speed = 20

/** A timer for longer would end at once; 497 days. */
const longestMs = (2 ** 31 - 1) * speed

/** Milliseconds of the wall clock between two ticks. */
const tickMs = 2

/** So many milliseconds of the wall clock count at most between two looks: while the machine is busy, no time passes. */
const mostMs = 5

let seen = performance.now()
let time = Date.now()

/** Milliseconds since 1970, as everybody in the model sees them. */
function now(): number {
  const at = performance.now()
  time += Math.min(at - seen, mostMs) * speed
  seen = at
  return time
}

// Time also passes if nobody looks.
const ticking = setInterval(now, tickMs)
afterAll(() => clearInterval(ticking))

/** Sleeps until the model's time has come, which a busy machine delays. */
async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  const end = now() + milliseconds
  let left = milliseconds
  do {
    await sleepFor(left / speed, undefined, signal && { signal })
    left = end - now()
  } while (left > 0)
}

/** The time of the model: of the emulator, and of clients whose clock is right. */
export const fastClock: Clock = shiftedClock(() => 0)

/** @param byMs How far the clock is ahead, in milliseconds. */
export function shiftedClock(byMs: () => number): Clock {
  return {
    now: () => now() + byMs(),
    sleep,
    after(milliseconds, then) {
      // What is further away than that never comes.
      if (milliseconds > longestMs) return () => undefined
      const stop = new AbortController()
      sleep(milliseconds, stop.signal).then(then, () => undefined)
      return () => stop.abort()
    },
    random: Math.random,
  }
}
