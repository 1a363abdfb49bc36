import type { Clock } from "./clock"
import { isScaleboxError, ScaleboxError } from "./errors"

/** Looks after a lost answer: a server that is still at work needs a moment until its work shows. */
const lookDelaysMs = [200, 1_000, 2_000] as const

/**
 * Makes a call that must not be repeated blindly. When its answer is lost, looks whether it did its work, and calls again
 * only when several looks found nothing. Throws what the call threw once the deadline (milliseconds since 1970) has passed.
 */
export async function exactlyOnce<T>(
  clock: Clock,
  deadline: number,
  call: () => Promise<T>,
  look: () => Promise<T | undefined>,
  _signal?: AbortSignal,
): Promise<T> {
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!isScaleboxError(error) || !error.facts.lost) throw error
      for (const delay of lookDelaysMs) {
        if (clock.now() + delay >= deadline) throw error
        await clock.sleep(delay)
        const found = await look().catch((failure: unknown) => {
          throw unresolved(failure)
        })
        if (found !== undefined) return found
      }
    }
  }
}

/** Where even the looking failed, the call may have done its work. */
const unresolved = (failure: unknown) =>
  isScaleboxError(failure) ? new ScaleboxError({ ...failure.facts, lost: true }) : failure
