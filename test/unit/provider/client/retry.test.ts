import fc from "fast-check"
import {
  type Attempt,
  backoff,
  backoffDelay,
  retry,
  retryAfterMs,
} from "../../../../provider/src/client/retry"
import { FakeClock } from "../../../support/clock"

const now = Date.parse("2026-01-01T00:00:00Z")

describe("retryAfterMs", () => {
  test.each([
    ["2", 2000],
    ["0", 0],
    ["0.5", 500],
    ["-3", 0],
    ["Thu, 01 Jan 2026 00:00:07 GMT", 7000],
    ["Wed, 31 Dec 2025 23:59:00 GMT", 0],
  ])("reads %p as %p ms", (header, milliseconds) => {
    expect(retryAfterMs(header, now)).toBe(milliseconds)
  })

  test.each([undefined, "", "soon", "Infinity", "NaN"])("reads nothing from %p", (header) => {
    expect(retryAfterMs(header, now)).toBeUndefined()
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

describe("retry", () => {
  const again = (error: Error, more: Partial<Extract<Attempt<never>, { done: false }>> = {}) =>
    ({ done: false, error, again: true, ...more }) as const
  const failure = new Error("no")

  /** Makes these attempts in turn, the last of them for ever. */
  function attempts<T>(...outcomes: Attempt<T>[]) {
    let made = 0
    const make = async () => {
      const outcome = outcomes[Math.min(made, outcomes.length - 1)]
      made += 1
      if (!outcome) throw new Error("No outcome")
      return outcome
    }
    return { make, made: () => made }
  }

  test("answers the first success", async () => {
    const clock = new FakeClock()
    const { make, made } = attempts<string>(again(failure), again(failure), { done: true, value: "yes" })
    await expect(retry(clock, clock.now() + 60_000, make)).resolves.toBe("yes")
    expect(made()).toBe(3)
    expect(clock.sleeps).toEqual([150, 300])
  })

  test("throws a final failure at once", async () => {
    const clock = new FakeClock()
    const { make, made } = attempts<string>({ done: false, error: failure, again: false })
    await expect(retry(clock, clock.now() + 60_000, make)).rejects.toBe(failure)
    expect(made()).toBe(1)
    expect(clock.sleeps).toEqual([])
  })

  test("waits as long as was asked for, or longer", async () => {
    const clock = new FakeClock()
    const { make } = attempts<string>(again(failure, { afterMs: 7000 }), again(failure, { afterMs: 1 }), {
      done: true,
      value: "yes",
    })
    await retry(clock, clock.now() + 60_000, make)
    expect(clock.sleeps).toEqual([7000, 300])
  })

  test("begins no try at or after the deadline, and says what failed last", async () => {
    const clock = new FakeClock()
    const started = clock.now()
    const { make, made } = attempts<string>(again(failure))
    await expect(retry(clock, started + 1000, make)).rejects.toBe(failure)
    expect(made()).toBe(3)
    expect(clock.now() - started).toBe(450)
  })

  test("does not begin to wait for longer than there is time", async () => {
    const clock = new FakeClock()
    const { make } = attempts<string>(again(failure, { afterMs: 5000 }))
    await expect(retry(clock, clock.now() + 5000, make)).rejects.toBe(failure)
    expect(clock.sleeps).toEqual([])
  })

  test("gives up earlier where the failure says so", async () => {
    const clock = new FakeClock()
    const { make } = attempts<string>(again(failure, { until: clock.now() + 100 }))
    await expect(retry(clock, clock.now() + 60_000, make)).rejects.toBe(failure)
    expect(clock.sleeps).toEqual([])
  })
})
