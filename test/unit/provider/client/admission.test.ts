import { Admission, NotAdmitted, type Turn } from "../../../../provider/src/client/admission"
import { FakeClock } from "../../../support/clock"
import fc from "../../../support/fast-check"

const kind = "GET /v1/sandboxes"
/** No deadline. */
const never: Turn = { deadline: Number.POSITIVE_INFINITY, kind }

/** Work that ends when the test says so. */
function job() {
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return { work: () => ended, end }
}

const idle = () => new Promise((resolve) => setImmediate(resolve))

describe("Admission", () => {
  test("lets only so many in at once, in the order they came", async () => {
    const admission = new Admission(2, new FakeClock())
    const begun: number[] = []
    const jobs = Array.from({ length: 5 }, job)
    const all = jobs.map(({ work }, index) =>
      admission.run(never, () => {
        begun.push(index)
        return work()
      }),
    )
    await idle()
    expect(begun).toEqual([0, 1])
    jobs[1]?.end()
    await idle()
    expect(begun).toEqual([0, 1, 2])
    for (const { end } of jobs) end()
    await Promise.all(all)
    expect(begun).toEqual([0, 1, 2, 3, 4])
  })

  test("never lets one more in while a place changes hands", async () => {
    const admission = new Admission(1, new FakeClock())
    let inside = 0
    let most = 0
    const visit = () =>
      admission.run(never, async () => {
        inside += 1
        most = Math.max(most, inside)
        await null
        inside -= 1
      })
    // Newcomers arrive in every turn of the microtask queue, also in that between one leaving and the next entering.
    const visits: Promise<void>[] = [visit(), visit()]
    for (let turn = 0; turn < 50; turn += 1) {
      await null
      visits.push(visit())
    }
    await Promise.all(visits)
    expect(most).toBe(1)
  })

  test("frees the place of work that fails", async () => {
    const admission = new Admission(1, new FakeClock())
    await expect(admission.run(never, () => Promise.reject(new Error("no")))).rejects.toThrow("no")
    await expect(admission.run(never, async () => "yes")).resolves.toBe("yes")
  })

  test("lets nobody in while the API asked for a pause, and then one after the other", async () => {
    const clock = new FakeClock()
    const admission = new Admission(4, clock)
    const started = clock.now()
    admission.limited(kind, 3000)
    admission.limited(kind, 1000)
    const times = await Promise.all([1, 2].map(() => admission.run(never, async () => clock.now() - started)))
    expect(times[0]).toBe(3000)
    expect(times[1]).toBeGreaterThan(3000)
  })

  test("prolongs the pause of those who already wait", async () => {
    const clock = new FakeClock()
    const admission = new Admission(1, clock)
    const started = clock.now()
    admission.limited(kind, 1000)
    const entered = admission.run(never, async () => clock.now() - started)
    admission.limited(kind, 5000)
    await expect(entered).resolves.toBe(5000)
  })

  test("begins with 7 at once and takes its whole width after 40 answers", async () => {
    const admission = new Admission(16, new FakeClock())
    const jobs = Array.from({ length: 20 }, job)
    let begun = 0
    const all = jobs.map(({ work }) =>
      admission.run(never, () => {
        begun += 1
        return work()
      }),
    )
    await idle()
    expect(begun).toBe(7)
    for (let answer = 0; answer < 40; answer += 1) admission.accepted()
    await idle()
    expect(begun).toBe(16)
    for (const { end } of jobs) end()
    await Promise.all(all)
  })

  test("goes on a little slower than the rate that was accepted before a 429", async () => {
    const clock = new FakeClock()
    const admission = new Admission(16, clock)
    for (let answer = 0; answer < 20; answer += 1) admission.accepted()
    admission.limited(kind, 1000)
    const started = clock.now()
    const times: number[] = []
    const visits = Array.from({ length: 18 }, () =>
      admission.run(never, async () => {
        times.push(clock.now() - started)
      }),
    )
    await Promise.all(visits)
    expect(times[0]).toBe(1000)
    const inOneSecond = times.filter((time) => time < 2000)
    expect(inOneSecond).toHaveLength(18)
    expect(Math.max(...times)).toBeGreaterThan(1900)
  })
})

describe("A turn with a deadline", () => {
  const jobs = () => [job(), job()] as const

  test("leaves the queue when its time is over, and the next one takes the place", async () => {
    const clock = new FakeClock()
    const admission = new Admission(1, clock)
    const [first, last] = jobs()
    const inside = admission.run(never, first.work)
    const late = admission.run({ deadline: clock.now() + 3000, kind }, async () => "sent")
    const patient = admission.run(never, last.work)
    clock.pass(3000)
    await expect(late).rejects.toMatchObject({ constructor: NotAdmitted, pauseMs: 0 })
    first.end()
    last.end()
    await Promise.all([inside, patient])
  })

  test("leaves the queue when its signal is aborted", async () => {
    const admission = new Admission(1, new FakeClock())
    const [first] = jobs()
    const inside = admission.run(never, first.work)
    const stop = new AbortController()
    const waiting = admission.run({ ...never, signal: stop.signal }, async () => "sent")
    stop.abort(new Error("stop"))
    await expect(waiting).rejects.toThrow("stop")
    await expect(admission.run({ ...never, signal: stop.signal }, async () => "sent")).rejects.toThrow("stop")
    first.end()
    await inside
    await expect(admission.run(never, async () => "free")).resolves.toBe("free")
  })

  test("neither loses nor gains a place, in whatever order visitors come, leave, fail and are aborted", async () => {
    const visitor = fc.record({
      patience: fc.integer({ min: 0, max: 50 }),
      stay: fc.integer({ min: 0, max: 30 }),
      comesAfter: fc.integer({ min: 0, max: 10 }),
      abortedAfter: fc.option(fc.integer({ min: 0, max: 40 })),
      fails: fc.boolean(),
    })
    const width = 3
    await fc.assert(
      fc.asyncProperty(fc.array(visitor, { maxLength: 30 }), async (visitors) => {
        const clock = new FakeClock()
        const admission = new Admission(width, clock)
        let inside = 0
        const visits: Promise<unknown>[] = []
        for (const { patience, stay, comesAfter, abortedAfter, fails } of visitors) {
          await clock.sleep(comesAfter)
          const stop = new AbortController()
          if (abortedAfter !== null) clock.after(abortedAfter, () => stop.abort(new Error("aborted")))
          const turn = { deadline: clock.now() + patience, signal: stop.signal, kind }
          const visit = admission.run(turn, async () => {
            inside += 1
            expect(inside).toBeLessThanOrEqual(width)
            expect(clock.now()).toBeLessThanOrEqual(turn.deadline)
            await clock.sleep(stay)
            inside -= 1
            if (fails) throw new Error("failed")
          })
          visits.push(
            visit.catch((error: Error) => expect(error.message).toMatch(/^(Not admitted|aborted|failed)$/)),
          )
        }
        await Promise.all(visits)
        // Every place is free again: so many enter at once, and no more.
        const ends = Array.from({ length: width + 1 }, job)
        let entered = 0
        const all = ends.map(({ work }) =>
          admission.run(never, () => {
            entered += 1
            return work()
          }),
        )
        await idle()
        expect(entered).toBe(width)
        for (const { end } of ends) end()
        await Promise.all(all)
      }),
      { numRuns: 60 },
    )
  })
})

describe("A pause of more than a minute", () => {
  const create = (deadline: number): Turn => ({ deadline, kind: "POST /v1/sandboxes" })

  test("holds up the calls of its kind alone, and takes no place from the others", async () => {
    const clock = new FakeClock()
    const admission = new Admission(1, clock)
    const started = clock.now()
    admission.limited("POST /v1/sandboxes", 300_000)
    const held = admission.run(create(Number.POSITIVE_INFINITY), async () => clock.now() - started)
    expect(await admission.run(never, async () => clock.now() - started)).toBe(0)
    expect(await held).toBe(300_000)
  })

  test("is told at once to who has less time", async () => {
    const clock = new FakeClock()
    const admission = new Admission(1, clock)
    admission.limited("POST /v1/sandboxes", 300_000)
    const held = admission.run(create(clock.now() + 120_000), async () => "sent")
    await expect(held).rejects.toMatchObject({ constructor: NotAdmitted, pauseMs: 300_000 })
  })

  test("also holds up those who have waited for a place meanwhile", async () => {
    const clock = new FakeClock()
    const admission = new Admission(1, clock)
    const started = clock.now()
    const first = job()
    const inside = admission.run(never, first.work)
    const held = admission.run(create(Number.POSITIVE_INFINITY), async () => clock.now() - started)
    admission.limited("POST /v1/sandboxes", 90_000)
    first.end()
    await inside
    expect(await held).toBe(90_000)
  })

  test.each([
    [60_000, 60_000],
    [60_001, 0],
  ])("is one of %p ms only if it is longer than 60 s", async (pauseMs, waited) => {
    const clock = new FakeClock()
    const admission = new Admission(1, clock)
    const started = clock.now()
    admission.limited("POST /v1/sandboxes", pauseMs)
    expect(await admission.run(never, async () => clock.now() - started)).toBe(waited)
  })
})
