import { Unsent } from "../../../../provider/src/client/admit"
import { type ErrorFacts, ScaleboxError } from "../../../../provider/src/client/errors"
import { mostTries, patienceOf } from "../../../../provider/src/client/patience"
import { backoff, backoffDelay, isWorthAnother, retry } from "../../../../provider/src/client/retry"
import { retryAfterMs } from "../../../../provider/src/client/retry-after"
import type { Request } from "../../../../provider/src/client/step"
import { endpoints } from "../../../../provider/src/contract"
import { FakeClock } from "../../../support/clock"
import { failureOf } from "../../../support/failures"
import fc from "../../../support/fast-check"

const now = Date.parse("2026-01-01T00:00:00Z")
const errorOf = (facts: Partial<ErrorFacts>) =>
  new ScaleboxError({ code: "unavailable", message: "no", method: "GET", path: "/v1/x", ...facts })

describe("retryAfterMs", () => {
  test.each([
    ["2", 2000],
    ["0", 0],
    ["0.5", 500],
    ["-3", 0],
    ["Thu, 01 Jan 2026 00:00:07 GMT", 7000],
    ["Wed, 31 Dec 2025 23:59:00 GMT", 0],
  ])("reads %p as %p ms", (retryAfter, milliseconds) => {
    expect(retryAfterMs({ retryAfter }, now)).toBe(milliseconds)
  })

  test.each([undefined, "", "soon", "Infinity", "NaN"])("reads nothing from %p", (retryAfter) => {
    expect(retryAfterMs({ retryAfter }, now)).toBeUndefined()
  })

  test("counts a date from the Date header beside it, whatever the own clock shows", () => {
    const headers = { retryAfter: "Thu, 01 Jan 2026 00:00:07 GMT", date: "Thu, 01 Jan 2026 00:00:05 GMT" }
    expect(retryAfterMs(headers, now - 3_600_000)).toBe(2000)
    expect(retryAfterMs({ ...headers, date: "nonsense" }, now)).toBe(7000)
    expect(retryAfterMs({ ...headers, retryAfter: "9" }, now)).toBe(9000)
  })
})

describe("backoffDelay", () => {
  test("doubles from the first to the longest delay", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 1000].map((attempt) => backoffDelay(attempt, 1))).toEqual([
      200, 400, 800, 1600, 3200, 5000, 5000, 5000,
    ])
  })

  test("spreads callers over the upper half", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const delay = backoffDelay(attempt, random)
        const most = backoffDelay(attempt, 1)
        expect(delay).toBeGreaterThanOrEqual(most / 2)
        expect(delay).toBeLessThanOrEqual(Math.min(most, backoff.maxMs))
      }),
    )
  })
})

describe("isWorthAnother", () => {
  test.each<[Partial<ErrorFacts>, boolean, boolean]>([
    [{ code: "rate_limited", status: 429 }, true, true],
    [{ code: "unavailable", status: 503, lost: true }, true, false],
    [{ code: "malformed_response", status: 200, lost: true }, true, false],
    [{ code: "connection", lost: true }, true, false],
    [{ code: "timeout", lost: true }, true, false],
    [{ code: "connection", lost: false }, true, true],
    [{ code: "connection", lost: false, untrusted: true }, false, false],
    [{ code: "not_found", status: 404 }, false, false],
    [{ code: "invalid", status: 400 }, false, false],
    [{ code: "cancelled" }, false, false],
  ])("of %p is %p for rows that may be repeated, and %p for others", (facts, repeatable, once) => {
    const error = errorOf(facts)
    expect([isWorthAnother(error, true), isWorthAnother(error, false)]).toEqual([repeatable, once])
  })
})

describe("mostTries", () => {
  test.each([500, 501, 505])("is 3 for %p", (status) => expect(mostTries(errorOf({ status }))).toBe(3))
  test.each([502, 503, 504, 408, 425, 429, 520, undefined])("is unlimited for %p", (status) => {
    expect(mostTries(errorOf({ status }))).toBe(Number.POSITIVE_INFINITY)
  })
})

describe("patienceOf", () => {
  const [never, always] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  const outage = errorOf({ status: 503 })
  const torn = errorOf({ code: "malformed_response", status: 200 })
  const broken = errorOf({ code: "connection" })
  const defect = errorOf({ status: 500 })

  /** Until when a client that the API has answered goes on after each of these failures, one second apart. */
  function limits(isMade: boolean, ...failures: ScaleboxError[]) {
    const clock = new FakeClock(0)
    const patience = patienceOf(clock, { isMade })
    return failures.map((failure) => {
      clock.pass(1000)
      return patience(failure)
    })
  }

  test.each<[string, boolean, ScaleboxError[], number[]]>([
    ["outages", true, [outage, broken, outage], [always, always, always]],
    ["no first contact", false, [broken, broken], [5000, 5000]],
    ["a defect", true, [defect, defect, defect], [always, always, never]],
    [
      "a defect among outages",
      true,
      [outage, outage, defect, outage, defect],
      [always, always, always, always, always],
    ],
    ["torn answers", true, [torn, torn, torn], [always, 3000, 3000]],
    ["torn answers after trouble between", true, [torn, outage, torn], [always, always, always]],
  ])("after %s", (_, isMade, failures, expected) => {
    expect(limits(isMade, ...failures)).toEqual(expected)
  })
})

describe("retry", () => {
  const outage = errorOf({ status: 503 })

  interface Run {
    patience?: number
    signal?: AbortSignal
    method?: string
  }

  /** Makes these tries in turn, the last of them for ever; errors are thrown. */
  function tries(...outcomes: unknown[]) {
    const clock = new FakeClock()
    const lines: string[] = []
    let made = 0
    const log = { debug: () => undefined, retrying: (line: string) => lines.push(line) }
    const step = retry(clock, log, { isMade: true }, async () => {
      const outcome = outcomes[Math.min(made, outcomes.length - 1)]
      made += 1
      if (outcome instanceof Error) throw outcome
      return outcome
    })
    const started = clock.now()
    const run = ({ patience = 60_000, signal, method = "GET" }: Run = {}) => {
      const call = { method, path: "/v1/x" }
      const request = { row: endpoints.getSandbox, call, started, deadline: started + patience, signal }
      return step(request as unknown as Request)
    }
    return { run, clock, lines, made: () => made, spent: () => clock.now() - started }
  }

  test("answers the first success", async () => {
    const { run, made } = tries(outage, outage, "yes")
    await expect(run()).resolves.toBe("yes")
    expect(made()).toBe(3)
  })

  test.each<[string, Error]>([
    ["a final failure", errorOf({ code: "invalid" })],
    ["what is no failed call", new TypeError("a bug")],
  ])("throws %s at once", async (_, failure) => {
    const { run, made, spent } = tries(failure)
    await expect(run()).rejects.toBe(failure)
    expect([made(), spent()]).toEqual([1, 0])
  })

  test("waits as long as was asked for, or longer", async () => {
    const { run, clock } = tries(errorOf({ retryAfterMs: 7000 }), errorOf({ retryAfterMs: 1 }), "yes")
    await run()
    expect(clock.sleeps).toEqual([7000, backoffDelay(1, clock.chance)])
  })

  test("begins no try at or after the deadline, and says how often it tried", async () => {
    const { run, made, spent } = tries(outage)
    expect((await failureOf(run({ patience: 1000 }))).message).toMatch(
      /^no \(given up after \d tries in \d s\)$/,
    )
    expect(made()).toBeGreaterThan(1)
    expect(spent()).toBeLessThan(1000)
  })

  test("does not begin to wait for longer than there is time", async () => {
    const { run, spent } = tries(errorOf({ retryAfterMs: 5000 }))
    const { message } = await failureOf(run({ patience: 5000 }))
    expect(message).toBe("no (given up, as the API asks to wait for 5 s, and 5 s are left)")
    expect(spent()).toBe(0)
  })

  test("gives a failure that comes of the request three tries", async () => {
    const { run, made } = tries(errorOf({ status: 500 }))
    expect((await failureOf(run({ patience: 600_000 }))).message).toMatch(/given up after 3 tries in \d s/)
    expect(made()).toBe(3)
  })

  test("tells what an earlier try was answered where the last one was not sent", async () => {
    const late = new Unsent({ code: "timeout", message: "was not sent" })
    expect((await failureOf(tries(outage, outage, late).run())).message).toMatch(
      /^no \(given up after 2 tries/,
    )
    await expect(tries(late).run()).rejects.toBe(late)
  })

  test("says from the second try on what it tries again, and for how long", async () => {
    const { run, lines } = tries(
      errorOf({ status: 503, retryAfterMs: 40_000 }),
      errorOf({ code: "connection" }),
      errorOf({ code: "malformed_response", status: 200 }),
      "yes",
    )
    await run()
    expect(lines).toEqual([
      "GET /v1/x answered 503, trying again (0 s)",
      "GET /v1/x got no answer, trying again (40 s)",
      "GET /v1/x got an answer that cannot be read, trying again (40 s)",
    ])
  })

  test.each([
    ["GET", false],
    ["DELETE", true],
  ])("of a %s is cut off by the signal while it waits; lost is %p then", async (method, lost) => {
    const stop = new AbortController()
    const { run, clock, made } = tries(errorOf({ status: 503, lost: true }))
    clock.after(1000, () => stop.abort())
    const failure = await failureOf(run({ signal: stop.signal, method }))
    expect(failure).toMatchObject({
      code: "cancelled",
      facts: { lost, message: `${method} /v1/x was cancelled` },
    })
    expect(made()).toBeGreaterThan(1)
  })
})
