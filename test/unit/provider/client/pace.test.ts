import { Pace } from "../../../../provider/src/client/pace"

/** Milliseconds between the next starts at a time. */
function interval(pace: Pace, now: number): number {
  const first = pace.reserve(now).waitMs
  return pace.reserve(now).waitMs - first
}

/** A pace whose API took so many requests in the second before its 429 at the time 0. */
function limitedAfter(accepted: number, afterMs?: number): Pace {
  const pace = new Pace()
  for (let request = 0; request < accepted; request += 1) pace.noteAccepted(-1)
  pace.noteLimited(0, afterMs)
  return pace
}

describe("Pace", () => {
  test("knows no limit before the first 429", () => {
    const pace = new Pace()
    for (let request = 0; request < 100; request += 1) {
      expect(pace.reserve(0)).toEqual({ waitMs: 0, reserved: true })
    }
  })

  test.each([
    [100, 1000 / 90],
    [20, 1000 / 18],
    [1, 1000],
    [0, 200],
  ])(
    "goes on at nine tenths of the %p requests a second that were taken, but never slower than one",
    (taken, ms) => {
      expect(interval(limitedAfter(taken), 2000)).toBeCloseTo(ms)
    },
  )

  test("forgets what was taken more than a second ago", () => {
    const pace = new Pace()
    for (let request = 0; request < 50; request += 1) pace.noteAccepted(0)
    for (let request = 0; request < 10; request += 1) pace.noteAccepted(1500)
    pace.noteLimited(1600)
    expect(interval(pace, 5000)).toBeCloseTo(1000 / 9)
  })

  test("becomes a fifth slower with each further 429, though more seemed to be taken", () => {
    const pace = limitedAfter(20)
    const before = interval(pace, 2000)
    for (let request = 0; request < 50; request += 1) pace.noteAccepted(2500)
    pace.noteLimited(2600)
    expect(interval(pace, 10_000)).toBeCloseTo(before * 1.2)
  })

  test("becomes a tenth faster after each ten seconds without a 429, and no sooner", () => {
    const pace = limitedAfter(20)
    const before = interval(pace, 2000)
    pace.noteAccepted(9_999)
    expect(interval(pace, 20_000)).toBeCloseTo(before)
    pace.noteAccepted(10_000)
    expect(interval(pace, 40_000)).toBeCloseTo(before / 1.1)
    pace.noteAccepted(19_999)
    expect(interval(pace, 60_000)).toBeCloseTo(before / 1.1)
    pace.noteAccepted(20_000)
    expect(interval(pace, 80_000)).toBeCloseTo(before / 1.1 / 1.1)
  })
})

describe("A pause", () => {
  test.each([
    [undefined, 1000],
    [0, 0],
    [5000, 5000],
  ])("that a 429 asks for as %p lasts %p ms", (afterMs, lasts) => {
    const pace = limitedAfter(1, afterMs)
    expect([pace.isPaused(Math.max(0, lasts - 1)), pace.isPaused(lasts)]).toEqual([lasts > 0, false])
  })

  test("is not shortened by another 429, and reserves nothing", () => {
    const pace = limitedAfter(1, 5000)
    pace.noteLimited(100, 1000)
    expect(pace.reserve(1000)).toEqual({ waitMs: 4000, reserved: false })
    pace.noteLimited(100, 9000)
    expect(pace.reserve(1000)).toEqual({ waitMs: 8100, reserved: false })
    expect(pace.reserve(9100)).toEqual({ waitMs: 0, reserved: true })
  })

  test("slows down only once, however many requests it has refused", () => {
    const once = limitedAfter(20, 1000)
    const often = limitedAfter(20, 1000)
    for (let refusal = 0; refusal < 10; refusal += 1) often.noteLimited(500)
    expect(interval(often, 5000)).toBe(interval(once, 5000))
  })
})
