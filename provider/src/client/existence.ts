import { nouns } from "../contract"
import { cancelled, type ErrorCode, isScaleboxError, ScaleboxError } from "./errors"
import type { Request, Step } from "./step"

/** What the body of a 404 says. */
export interface Said {
  message: string | undefined
  code: string | undefined
  /** Whether it is wrapped as the API wraps its refusals. */
  isEnvelope: boolean
}

interface Meaning {
  code: Extract<ErrorCode, "not_found" | "unknown_route" | "rejected">
  /** True if only another question can tell whether the thing or the route is missing. */
  ambiguous?: boolean
}

/** A route is named by the word or by its path, which begins with a version. */
const route = /(?<![a-z])route(?![a-z])|\bCannot [A-Z]+ \/|(?<![a-z])v\d+\//i

/** Web servers speak of a page if they know nothing of the API, and frameworks say no more than this of an unknown route. */
const nothingSaid = /\bpage\b|^\W*not found\W*$/i

/** Letters alone bound a noun: codes are written `sandbox_not_found`. */
const names = (said: string, noun: string) => new RegExp(`(?<![a-z])${noun}(?![a-z])`, "i").test(said)

/** Ids are bounded by all that could be a part of one. */
const showsId = (said: string, id: string) => said.split(/[^\w-]+/).includes(id)

/** A 404 means that a thing is gone only if it names that thing: a wrong URL answers 404 as well. */
export function meaningOf(
  { message, code, isEnvelope }: Said,
  { row: { missing = [] }, params }: Pick<Request, "row" | "params">,
): Meaning {
  const said = `${code ?? ""} ${message ?? ""}`
  if (route.test(said)) return { code: "unknown_route" }
  const ids = Object.values(params).filter((value) => typeof value === "string")
  const isAboutIt = missing.some((noun) => names(said, noun)) || ids.some((id) => showsId(said, id))
  if (missing.length > 0 && isAboutIt) return { code: "not_found" }
  if (nouns.some((noun) => names(said, noun))) return { code: "rejected" }
  const isSaid = isEnvelope || (said.trim() !== "" && !nothingSaid.test(said))
  return { code: "unknown_route", ambiguous: isSaid && missing.length > 0 }
}

/** Failures after which nothing is known of the API's routes. */
const says = { nothing: ["timeout", "connection", "unavailable", "rate_limited", "cancelled"] } as const

/**
 * Believes an ambiguous 404 if the base URL is surely right: one good route is asked for it once, for all calls, and
 * must answer as the contract says. `ask` asks that route, within the deadline and signal of the request at hand.
 */
export function existence(next: Step<unknown>, ask: Step<unknown>): Step<unknown> {
  let verdict: Promise<boolean | undefined> | undefined
  const probe = (request: Request) =>
    ask(request).then(
      () => true,
      (error: unknown) => (isScaleboxError(error, ...says.nothing) ? undefined : false),
    )
  /** Undefined if the time of the request was too short for an answer. */
  async function isGoodUrl(request: Request): Promise<boolean | undefined> {
    for (;;) {
      const isMine = verdict === undefined
      verdict ??= probe(request)
      const asked = verdict
      const answer = await asked
      if (answer === undefined && verdict === asked) verdict = undefined
      if (answer !== undefined || isMine) return answer
    }
  }
  return async (request) => {
    try {
      return await next(request)
    } catch (error) {
      if (!isScaleboxError(error) || !error.facts.ambiguous) throw error
      const isGood = await isGoodUrl(request)
      if (request.signal?.aborted) throw cancelled(request.call, false)
      throw isGood ? new ScaleboxError({ ...error.facts, code: "not_found", hint: undefined }) : error
    }
  }
}
