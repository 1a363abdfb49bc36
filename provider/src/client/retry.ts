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
    const { error, afterMs = 0, until = Number.POSITIVE_INFINITY } = outcome
    const [spentMs, leftMs] = [clock.now() - started, deadline - clock.now()]
    const effort = { spentMs, leftMs, askedMs: afterMs >= leftMs ? afterMs : 0 }
    if (outcome.unsent) throw givenUp(last ?? error, { ...effort, tries })
    if (!outcome.again) throw error
    last = error
    const delay = Math.max(afterMs, backoffDelay(tries, clock.random()))
    if (delay >= Math.min(leftMs, until - clock.now())) throw givenUp(error, { ...effort, tries: tries + 1 })
    await clock.sleep(delay)
  }
}

/** What was tried before giving up. */
interface Effort {
  tries: number
  spentMs: number
  /** Milliseconds until the deadline. */
  leftMs: number
  /** How long the API asks to wait, where that is longer; else 0. */
  askedMs: number
}

const seconds = (ms: number) => `${Math.ceil(ms / 1000)} s`

/** Says of a failure that more than one try came to it, and that the API asks for more time than there is. */
function givenUp(error: Error, { tries, spentMs, leftMs, askedMs }: Effort): Error {
  if (!isScaleboxError(error) || (tries <= 1 && askedMs === 0)) return error
  const after = tries > 1 ? ` after ${tries} tries in ${Math.round(spentMs / 1000)} s` : ""
  const why =
    askedMs > 0 ? `, as the API asks to wait for ${seconds(askedMs)}, and ${seconds(leftMs)} are left` : ""
  const message = `${error.facts.message} (given up${after}${why})`
  return new ScaleboxError({ ...error.facts, message })
}
