import type { Clock } from "./clock"
import { isScaleboxError, ScaleboxError } from "./errors"

export const backoff = { firstMs: 200, maxMs: 5_000 } as const

/** Milliseconds to wait before try number `attempt` + 1: exponential, with full jitter in the upper half. */
export function backoffDelay(attempt: number, random: number): number {
  const ceiling = Math.min(backoff.maxMs, backoff.firstMs * 2 ** Math.min(attempt, 30))
  return ceiling / 2 + (ceiling / 2) * random
}

/** What a Retry-After header asks for, in milliseconds: seconds or a date; undefined where it says neither. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (!header) return undefined
  const seconds = Number(header)
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined
}

/** One try: done, or failed with whether and when to try again. */
export type Attempt<T> =
  | { done: true; value: T }
  | {
      done: false
      error: Error
      again: boolean
      afterMs?: number | undefined
      until?: number | undefined
      /** The time was over before it was sent: an earlier try says more of what is wrong. */
      unsent?: boolean
    }

/** Tries until done, until a failure is final, or until the next try would begin after the deadline. */
export async function retry<T>(
  clock: Clock,
  deadline: number,
  attempt: () => Promise<Attempt<T>>,
): Promise<T> {
  const started = clock.now()
  let last: Error | undefined
  for (let tries = 0; ; tries += 1) {
    const outcome = await attempt()
    if (outcome.done) return outcome.value
    if (outcome.unsent && last) throw givenUp(last, tries, clock.now() - started)
    if (!outcome.again) throw outcome.error
    last = outcome.error
    const delay = Math.max(outcome.afterMs ?? 0, backoffDelay(tries, clock.random()))
    if (clock.now() + delay >= Math.min(deadline, outcome.until ?? Number.POSITIVE_INFINITY)) {
      throw givenUp(outcome.error, tries + 1, clock.now() - started)
    }
    await clock.sleep(delay)
  }
}

/** Says of a failure that more than one try came to it. */
function givenUp(error: Error, tries: number, ms: number): Error {
  if (tries === 1 || !isScaleboxError(error)) return error
  const message = `${error.facts.message} (given up after ${tries} tries in ${Math.round(ms / 1000)} s)`
  return new ScaleboxError({ ...error.facts, message })
}
