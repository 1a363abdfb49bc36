import { Admission } from "../../../../provider/src/client/admission"
import { FakeClock } from "../../../support/clock"

/** No deadline. */
const never = Number.POSITIVE_INFINITY

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
    admission.limited(3000)
    admission.limited(1000)
    const times = await Promise.all([1, 2].map(() => admission.run(never, async () => clock.now() - started)))
    expect(times).toEqual([3000, 3200])
  })

  test("prolongs the pause of those who already wait", async () => {
    const clock = new FakeClock()
    const admission = new Admission(1, clock)
    const started = clock.now()
    admission.limited(1000)
    const entered = admission.run(never, async () => clock.now() - started)
    admission.limited(5000)
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
    admission.limited(1000)
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
