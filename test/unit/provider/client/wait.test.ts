import { SharedReads } from "../../../../provider/src/client/shared-reads"
import { type WaitOptions, waitFor } from "../../../../provider/src/client/wait"
import { failureOf } from "../../../support/failures"
import { clientOn, ok, type Reply, refused } from "../../../support/send"

const inStatus = (status: string) => ok({ sandbox_id: "sbx-1", status })
const missing = () => refused(404, "Sandbox not found")

function waiting(replies: Reply[], options: Partial<WaitOptions> = {}, chance = 0.5) {
  const { client, clock, requests } = clientOn(replies)
  clock.chance = chance
  const started = clock.now()
  const result = waitFor(new SharedReads(client), "sbx-1", {
    deadline: started + 600_000,
    done: ({ status }) => status === "running",
    ...options,
  })
  return { result, clock, requests, waited: () => clock.now() - started }
}

describe("waitFor", () => {
  test("asks until the sandbox is as wanted, and shows every state on the way", async () => {
    const seen: string[] = []
    const { result, requests } = waiting([inStatus("created"), inStatus("starting"), inStatus("running")], {
      seen: ({ status }) => seen.push(status),
    })
    expect(await result).toMatchObject({ end: "done", sandbox: { sandboxId: "sbx-1", status: "running" } })
    expect(seen).toEqual(["created", "starting", "running"])
    expect(requests).toHaveLength(3)
  })

  test("asks at once, then ever more slowly, up to every 3 s", async () => {
    const replies = [...Array.from({ length: 80 }, () => inStatus("starting")), inStatus("running")]
    const { result, clock } = waiting(replies, {}, 0)
    await result
    const looks = clock.sleeps.filter((sleep) => sleep !== 20)
    expect(clock.sleeps[0]).toBe(20)
    expect(looks.slice(0, 3)).toEqual([80, 80, 80])
    expect(Math.max(...looks)).toBeLessThanOrEqual(4500)
    expect(looks.at(-1)).toBe(2980)
  })

  test.each([
    [0, 80],
    [0.5, 130],
    [0.75, 55],
  ])("spreads processes: with the chance %p the second look comes after %p ms", async (chance, delay) => {
    const { result, clock } = waiting([inStatus("starting"), inStatus("running")], {}, chance)
    await result
    expect(clock.sleeps[1]).toBe(delay)
  })

  test("looks at once only while that has shown the end the time before", async () => {
    const replies = [inStatus("starting"), ...Array.from({ length: 3 }, () => inStatus("running"))]
    const { client, clock } = clientOn(replies)
    const reads = new SharedReads(client)
    const paused: boolean[] = []
    for (let wait = 0; wait < 3; wait += 1) {
      const before = clock.sleeps.length
      const deadline = clock.now() + 600_000
      await waitFor(reads, "sbx-1", { deadline, done: ({ status }) => status === "running" })
      // Looking at once sleeps only while other looks are collected.
      paused.push(clock.sleeps[before] !== 20)
    }
    expect(paused).toEqual([false, true, false])
  })

  test("looks often at first, but not where another wait lasts longer", async () => {
    const starting = Array.from({ length: 8 }, () => inStatus("starting"))
    const { client, clock } = clientOn([...starting, inStatus("running"), ...starting, inStatus("running")])
    clock.chance = 0
    const reads = new SharedReads(client)
    const firstPauses: (number | undefined)[] = []
    let known = 0
    const wait = async () => {
      const before = clock.sleeps.length
      const done = ({ status }: { status: string }) => status === "running"
      const seen = () => {
        known = reads.leastWaitMs.changing
      }
      await waitFor(reads, "sbx-1", { deadline: clock.now() + 600_000, done, seen })
      firstPauses.push(clock.sleeps.slice(before).find((sleep) => sleep !== 20))
    }
    await wait()
    // Known already while that wait went on.
    expect(known).toBeGreaterThanOrEqual(300)
    await wait()
    expect(firstPauses[0]).toBe(80)
    expect(firstPauses[1]).toBeGreaterThanOrEqual(150)
  })

  test("ends late, with what was last seen, and asks nothing after the deadline", async () => {
    const started = Date.parse("2026-01-01T00:00:00Z")
    const { result, requests, waited } = waiting(
      Array.from({ length: 100 }, () => inStatus("starting")),
      { deadline: started + 2000 },
    )
    expect(await result).toMatchObject({ end: "late", sandbox: { status: "starting" } })
    expect(waited()).toBeLessThan(2000)
    expect(requests.length).toBeGreaterThan(3)
  })

  test("ends late without having seen anything where no time is left at all", async () => {
    const { result, requests } = waiting([], { deadline: 0 })
    expect(await result).toEqual({ end: "late", sandbox: undefined })
    expect(requests).toEqual([])
  })

  test("ends where the sandbox is gone", async () => {
    const { result } = waiting([inStatus("terminating"), missing()])
    expect(await result).toEqual({ end: "gone" })
  })

  test("forgives that a newborn is not found in its first second", async () => {
    const { result } = waiting([missing(), missing(), inStatus("running")], { newborn: true })
    expect(await result).toMatchObject({ end: "done" })
    const never = waiting(Array.from({ length: 10 }, missing), { newborn: true })
    expect(await never.result).toEqual({ end: "gone" })
    expect(never.waited()).toBeLessThan(1_500)
    const seen = waiting([inStatus("starting"), missing()], { newborn: true })
    expect(await seen.result).toEqual({ end: "gone" })
  })

  test("throws what a call throws", async () => {
    const { result } = waiting([refused(401, "Who are you")])
    expect((await failureOf(result)).code).toBe("unauthorized")
  })
})
