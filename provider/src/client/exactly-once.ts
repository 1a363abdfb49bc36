import type { Clock } from "./clock"
import { cancelled, isScaleboxError, ScaleboxError } from "./errors"
import { mostTries } from "./patience"

/** Looks after a lost answer: a server that is still at work needs a moment until its work shows. */
const lookDelaysMs = [200, 1_000, 2_000] as const

/**
 * Makes a call that must not be repeated blindly. When its answer is lost, looks whether it did its work, and calls again
 * only when several looks found nothing. Throws what the call threw once the deadline (milliseconds since 1970) has passed,
 * or once a failure of its kind has come too often. Throws a ScaleboxError with the code `cancelled` if the signal ends a
 * pause.
 */
export async function exactlyOnce<T>(
  clock: Clock,
  deadline: number,
  call: () => Promise<T>,
  look: () => Promise<T | undefined>,
  signal?: AbortSignal,
): Promise<T> {
  let counted = 0
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!isScaleboxError(error) || !error.facts.lost || error.code === "cancelled") throw error
      if (Number.isFinite(mostTries(error))) counted += 1
      for (const delay of lookDelaysMs) {
        if (clock.now() + delay >= deadline) throw error
        await clock.sleep(delay, signal).catch(() => {
          throw cancelled(error.facts, true)
        })
        const found = await look().catch((failure: unknown) => {
          throw unresolved(failure)
        })
        if (found !== undefined) return found
      }
      if (counted >= mostTries(error)) throw error
    }
  }
}

/** If even the looking failed, the call may have done its work. */
const unresolved = (failure: unknown) =>
  isScaleboxError(failure) ? new ScaleboxError({ ...failure.facts, lost: true }) : failure
