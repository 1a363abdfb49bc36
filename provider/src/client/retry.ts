import { Unsent } from "./admit"
import type { Clock } from "./clock"
import { cancelled, isScaleboxError, ScaleboxError } from "./errors"
import type { ClientLog } from "./log"
import { type Contact, patienceOf } from "./patience"
import type { Request, Step } from "./step"

export const backoff = { firstMs: 200, maxMs: 5_000 } as const

/** Milliseconds to wait before try number `attempt` + 1: exponential, with full jitter in the upper half. */
export function backoffDelay(attempt: number, random: number): number {
  const ceiling = Math.min(backoff.maxMs, backoff.firstMs * 2 ** Math.min(attempt, 30))
  return ceiling / 2 + (ceiling / 2) * random
}

/** Whether another try may help, and does no harm. */
export function isWorthAnother({ code, facts }: ScaleboxError, isRepeatable: boolean): boolean {
  if (code === "rate_limited") return true
  if (code === "connection" || code === "timeout") return !facts.untrusted && (isRepeatable || !facts.lost)
  return isRepeatable && (code === "unavailable" || code === "malformed_response")
}

/** Tries until there is a value, until a failure is final, or until the next try would begin after the deadline. */
export function retry(clock: Clock, log: ClientLog, contact: Contact, next: Step<unknown>): Step<unknown> {
  return async (request) => {
    const { row, started, deadline, signal } = request
    const patience = patienceOf(clock, contact)
    let last: ScaleboxError | undefined
    let isRepeat = false
    for (let tries = 1; ; tries += 1) {
      try {
        const value = await next(request)
        contact.isMade = true
        return value
      } catch (failure) {
        const error = unlessCut(failure, request, last)
        const { retryAfterMs: askedMs = 0, status } = error.facts
        const effort = { spentMs: clock.now() - started, leftMs: deadline - clock.now(), askedMs }
        // An earlier try says more of what is wrong.
        if (error instanceof Unsent) throw givenUp(last ?? error, { ...effort, tries: tries - 1 })
        contact.isMade ||= status !== undefined
        // The try whose answer was lost did its work.
        if (row.ends && isRepeat && error.code === "not_found") return undefined
        if (!isWorthAnother(error, row.repeatable)) throw error
        const delay = Math.max(askedMs, backoffDelay(tries - 1, clock.random()))
        const until = Math.min(deadline, patience(error))
        if (clock.now() + delay >= until) throw givenUp(error, { ...effort, tries })
        log.retrying(`${told(error)}, trying again (${Math.round(effort.spentMs / 1000)} s)`)
        last = error
        isRepeat ||= error.facts.lost === true
        if (isRepeat) request.onRepeat?.()
        await clock.sleep(delay, signal).catch((cut: unknown) => {
          throw unlessCut(cut, request, last)
        })
      }
    }
  }
}

/** The failure; if the call was cancelled, an error that says so, and whether any of its tries may have done its work. */
function unlessCut(
  failure: unknown,
  { call, signal }: Request,
  last: ScaleboxError | undefined,
): ScaleboxError {
  const isCut = isScaleboxError(failure) ? failure.code === "cancelled" : signal?.aborted
  const own = isScaleboxError(failure) ? failure.facts.lost : false
  if (isCut) throw cancelled(call, Boolean(own || last?.facts.lost))
  if (!isScaleboxError(failure)) throw failure
  return failure
}

/** What was tried before giving up. */
interface Effort {
  tries: number
  spentMs: number
  /** Milliseconds until the deadline. */
  leftMs: number
  /** For how long the API asks to wait. */
  askedMs: number
}

const seconds = (ms: number) => `${Math.ceil(ms / 1000)} s`

/** Says of a failure that more than one try came to it, and that the API asks for more time than there is. */
function givenUp(error: ScaleboxError, { tries, spentMs, leftMs, askedMs }: Effort): ScaleboxError {
  const isTooLong = askedMs > 0 && askedMs >= leftMs
  if (tries <= 1 && !isTooLong) return error
  const after = tries > 1 ? ` after ${tries} tries in ${Math.round(spentMs / 1000)} s` : ""
  const why = isTooLong
    ? `, as the API asks to wait for ${seconds(askedMs)}, and ${seconds(leftMs)} are left`
    : ""
  return new ScaleboxError({ ...error.facts, message: `${error.facts.message} (given up${after}${why})` })
}

/** A failure in few words. */
function told({ code, facts: { method, path, status } }: ScaleboxError): string {
  const what =
    status === undefined
      ? "got no answer"
      : code === "malformed_response"
        ? "got an answer that cannot be read"
        : `answered ${status}`
  return `${method} ${path} ${what}`
}
