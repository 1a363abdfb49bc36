import { type WaitOptions, Watch } from "../../../../provider/src/client/watch"
import type { SandboxDetails } from "../../../../provider/src/contract"
import { accountOf, idOf, range, type World } from "../../../support/account"
import { failureOf } from "../../../support/failures"
import fc from "../../../support/fast-check"
import { clientOn, ok, type Reply, refused } from "../../../support/send"

const runs = ({ status }: SandboxDetails) => status === "running"

function watching(world: World) {
  const account = accountOf(world)
  const watch = new Watch(account.client)
  const within = { deadline: account.deadline }
  return { ...account, watch, within, time: () => account.clock.now() - account.began }
}

describe("Watch.read", () => {
  test("answers from what was seen a moment ago, unless that is too old for the caller", async () => {
    const { watch, clock, calls, within } = watching({ size: 30 })
    const read = (options = {}) => watch.read(idOf(3), { ...within, ...options })
    await read()
    await read()
    expect(calls).toHaveLength(1)
    await watch.readNow(idOf(3), within)
    expect(calls).toHaveLength(2)
    await clock.sleep(5_000)
    await read({ maxAgeMs: 4_000 })
    await read()
    expect(calls).toHaveLength(3)
  })

  test("never answers a change from what a refresh has shown, and shares the looks of changes", async () => {
    const { watch, clock, calls, within } = watching({ size: 500 })
    const all = range(0, 500)
    await Promise.all(all.map((index) => watch.read(idOf(index), within)))
    await clock.sleep(500)
    const before = calls.length
    await Promise.all(all.map((index) => watch.readToChange(idOf(index), within)))
    expect(calls.length - before).toBe(5)
    await clock.sleep(500)
    await watch.readToChange(idOf(3), within)
    expect(calls.length - before).toBe(5)
    await clock.sleep(20_000)
    await watch.readToChange(idOf(3), within)
    expect(calls.length - before).toBeGreaterThan(5)
  })

  test("never answers an update from what was asked for before", async () => {
    const changed = { at: Number.POSITIVE_INFINITY }
    const { watch, clock, within, time } = watching({
      size: 500,
      latencyMs: 400,
      statusAt: (_, now) => (now < changed.at ? "running" : "paused"),
    })
    const reads = range(0, 500).map((index) => watch.read(idOf(index), within))
    await clock.sleep(700)
    changed.at = time()
    const updates = range(0, 500).map((index) => watch.readNow(idOf(index), within))
    expect((await Promise.all(updates)).every((sandbox) => sandbox?.status === "paused")).toBe(true)
    await Promise.all(reads)
  })

  test("joins a listing that takes longer than its rows are good for", async () => {
    const { watch, clock, calls, within } = watching({ size: 500, latencyMs: 4_000 })
    const reading = async (index: number) => {
      await clock.sleep(index * 35)
      return watch.read(idOf(index), within)
    }
    expect((await Promise.all(range(0, 500).map(reading))).every(Boolean)).toBe(true)
    expect(calls.length).toBeLessThanOrEqual(13)
  })

  test("asks for what a listing does not show before it says that it is gone", async () => {
    const { watch, calls, within } = watching({ size: 20 })
    const answers = await Promise.all(range(0, 21).map((index) => watch.read(idOf(index), within)))
    expect(answers.map((answer) => answer !== undefined)).toEqual(range(0, 21).map((index) => index < 20))
    expect(calls).toEqual(["GET /v1/sandboxes", `GET /v1/sandboxes/${idOf(20)}`])
  })

  test("throws what a call throws, to those alone whom it is about", async () => {
    const { client, clock } = clientOn([
      refused(401, "Who are you"),
      ok({ sandbox_id: "sbx-2", status: "running" }),
    ])
    const watch = new Watch(client)
    const within = { deadline: clock.now() + 600_000 }
    const [one, two] = [watch.read("sbx-1", within), watch.read("sbx-2", within)]
    expect((await failureOf(one)).code).toBe("unauthorized")
    expect(await two).toMatchObject({ status: "running" })
  })

  test("ends as its signal says, and leaves others alone", async () => {
    const { watch, calls, within } = watching({ size: 10, statusAt: () => "starting" })
    const stop = new AbortController()
    const wait = watch.waitFor(idOf(1), { ...within, done: runs, signal: stop.signal })
    const read = watch.read(idOf(2), within)
    stop.abort()
    expect((await failureOf(wait)).code).toBe("cancelled")
    const late = watch.read(idOf(1), { ...within, signal: stop.signal })
    expect((await failureOf(late)).code).toBe("cancelled")
    expect(await read).toMatchObject({ sandboxId: idOf(2) })
    expect(calls).toHaveLength(1)
  })
})

const inStatus = (status: string) => ok({ sandbox_id: "sbx-1", status })
const missing = () => refused(404, "Sandbox not found")

function waiting(replies: Reply[], options: Partial<WaitOptions> = {}) {
  const { client, clock, requests } = clientOn(replies)
  const began = clock.now()
  const result = new Watch(client).waitFor("sbx-1", { deadline: began + 600_000, done: runs, ...options })
  return { result, requests, waited: () => clock.now() - began }
}

describe("Watch.waitFor", () => {
  test("asks until the sandbox is as wanted, and shows every state on the way", async () => {
    const seen: string[] = []
    const { result, requests } = waiting([inStatus("created"), inStatus("starting"), inStatus("running")], {
      seen: ({ status }) => seen.push(status),
    })
    expect(await result).toMatchObject({ end: "done", sandbox: { sandboxId: "sbx-1", status: "running" } })
    expect(seen).toEqual(["created", "starting", "running"])
    expect(requests).toHaveLength(3)
  })

  test("looks at once only while that has shown the end the time before", async () => {
    const { client, clock } = clientOn([inStatus("starting"), ...range(0, 3).map(() => inStatus("running"))])
    const watch = new Watch(client)
    const took: number[] = []
    for (let wait = 0; wait < 3; wait += 1) {
      const began = clock.now()
      await watch.waitFor("sbx-1", { deadline: began + 600_000, done: runs })
      took.push(clock.now() - began)
    }
    expect(took[1]).toBeGreaterThan(took[2] ?? 0)
  })

  test("looks for the last at the foreseen end where others were created a moment earlier", async () => {
    const later = (index: number) => (index < 120 ? 0 : 200)
    const { watch, within, time } = watching({
      size: 200,
      madeAt: later,
      statusAt: (index, now) => (now < 3_000 + later(index) ? "starting" : "running"),
    })
    const ended = range(0, 200).map(async (index) => {
      await watch.waitFor(idOf(index), { ...within, done: runs })
      return time()
    })
    const times = await Promise.all(ended)
    expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(220)
  })

  test("ends late, with what was last seen, and asks nothing after the deadline", async () => {
    const deadline = Date.parse("2026-01-01T00:00:02Z")
    const { result, requests, waited } = waiting(
      range(0, 100).map(() => inStatus("starting")),
      { deadline },
    )
    expect(await result).toMatchObject({ end: "late", sandbox: { status: "starting" } })
    expect(waited()).toBeLessThan(2_000)
    expect(requests.length).toBeGreaterThan(3)
    const never = waiting([], { deadline: 0 })
    expect(await never.result).toEqual({ end: "late", sandbox: undefined })
    expect(never.requests).toEqual([])
  })

  test("ends late where the deadline overtakes a look", async () => {
    const { watch, began } = watching({ size: 3, latencyMs: 50, statusAt: () => "starting" })
    const deadline = began + 1_000
    expect(await watch.waitFor(idOf(1), { deadline, done: runs })).toMatchObject({ end: "late" })
  })

  test("ends where the sandbox is gone, but forgives that a newborn is not found in its first second", async () => {
    expect(await waiting([inStatus("terminating"), missing()]).result).toEqual({ end: "gone" })
    const { result } = waiting([missing(), missing(), inStatus("running")], { newborn: true })
    expect(await result).toMatchObject({ end: "done" })
    const never = waiting(range(0, 10).map(missing), { newborn: true })
    expect(await never.result).toEqual({ end: "gone" })
    expect(never.waited()).toBeLessThan(1_500)
    const seen = waiting([inStatus("starting"), missing()], { newborn: true })
    expect(await seen.result).toEqual({ end: "gone" })
  })

  test("throws what a call throws, and what the caller's own function throws", async () => {
    expect((await failureOf(waiting([refused(401, "Who are you")]).result)).code).toBe("unauthorized")
    const own = new Error("own")
    const done = () => {
      throw own
    }
    await expect(waiting([inStatus("running")], { done }).result).rejects.toBe(own)
  })
})

describe("Waits for what is being deleted", () => {
  const gone = (index: number) => (index < 200 ? undefined : "running")

  test("believe a listing of all after few questions", async () => {
    const { watch, calls, within } = watching({
      size: 220,
      statusAt: (index) => (index < 200 ? undefined : "running"),
    })
    const ends = range(0, 200).map((index) =>
      watch.waitFor(idOf(index), { ...within, done: runs, ending: true }),
    )
    expect((await Promise.all(ends)).every(({ end }) => end === "gone")).toBe(true)
    expect(calls.filter((call) => call !== "GET /v1/sandboxes")).toHaveLength(2)
  })

  test("do not believe a listing that hides what is still there", async () => {
    const { watch, within } = watching({ size: 300, hides: (index) => index < 200 })
    const ends = range(0, 200).map((index) =>
      watch.waitFor(idOf(index), { ...within, done: runs, ending: true }),
    )
    expect((await Promise.all(ends)).every(({ end }) => end === "done")).toBe(true)
  })

  test.each([1, 2, 1_000])("never take for gone what pages hide that shift %p times", async (times) => {
    const { watch, within } = watching({ size: 800, statusAt: gone, shift: { by: 1, times } })
    const wanted = [...range(0, 200), ...range(650, 800).filter((index) => index < 780)]
    const ends = wanted.map((index) => watch.waitFor(idOf(index), { ...within, done: runs, ending: true }))
    const results = await Promise.all(ends)
    expect(results.map(({ end }) => end)).toEqual(wanted.map((index) => (index < 200 ? "gone" : "done")))
  })
})

describe("Watch.find", () => {
  test("answers what was created since then and is wanted, newest first, by as many pages as that takes", async () => {
    const { watch, calls, within, began } = watching({ size: 500, madeAt: (index) => index })
    const even = (metadata: SandboxDetails["metadata"]) => Number(metadata?.mark) % 2 === 0
    const found = await watch.find(even, began + 350, within)
    expect(found.map(({ sandboxId }) => sandboxId)).toEqual(
      range(350, 500)
        .reverse()
        .filter((index) => index % 2 === 0)
        .map(idOf),
    )
    expect(calls).toHaveLength(2)
    await watch.find(even, Number.NEGATIVE_INFINITY, { ...within, pages: 1 })
    expect(calls).toHaveLength(3)
  })

  test("begins to list after it was asked", async () => {
    const { watch, clock, within, began, time } = watching({
      size: 300,
      latencyMs: 100,
      madeAt: (index) => (index < 299 ? index - 300 : 250),
      statusAt: (index, now) => (index < 299 || now >= 250 ? "running" : undefined),
    })
    const find = () => watch.find((metadata) => metadata?.mark === "299", began - 1_000, within)
    const early = find()
    await clock.sleep(260 - time())
    expect(await find()).toHaveLength(1)
    expect((await early).length).toBeLessThanOrEqual(1)
  })
})

/** Random lives: born, running, gone; and random callers. */
const life = fc.record({
  born: fc.integer({ min: -1_000, max: 3_000 }),
  bootMs: fc.integer({ min: 0, max: 4_000 }),
  livesMs: fc.option(fc.integer({ min: 0, max: 8_000 }), { nil: undefined }),
})
const caller = fc.record({
  index: fc.nat(400),
  at: fc.integer({ min: 0, max: 6_000 }),
  kind: fc.constantFrom("refresh" as const, "update" as const, "wait" as const, "ending" as const),
})
const worlds = fc.record({
  lives: fc.array(life, { minLength: 1, maxLength: 12 }),
  callers: fc.array(caller, { minLength: 1, maxLength: 200 }),
  latencyMs: fc.constantFrom(0, 30, 400),
  size: fc.constantFrom(5, 120, 400),
})

test("Whoever looks is told the truth, and is not forgotten, however things come and go", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async ({ lives, callers, latencyMs, size }) => {
      const lifeOf = (index: number) => lives[index % lives.length] ?? { born: 0, bootMs: 0, livesMs: 0 }
      const end = (index: number) => lifeOf(index).born + (lifeOf(index).livesMs ?? Number.POSITIVE_INFINITY)
      const statusAt = (index: number, now: number) => {
        const { born, bootMs } = lifeOf(index)
        if (now < born || now >= end(index)) return undefined
        return now < born + bootMs ? "starting" : "running"
      }
      const { watch, clock, within, time } = watching({ size, latencyMs, statusAt })
      const call = async ({ index, at, kind }: (typeof callers)[number]) => {
        await clock.sleep(at)
        const [id, began] = [idOf(index % size), time()]
        const { born, bootMs } = lifeOf(index % size)
        const lived = (from: number) => from < end(index % size) && time() >= born
        const livesOn = () => began >= born && time() < end(index % size)
        if (kind === "refresh" || kind === "update") {
          const maxAgeMs = kind === "update" ? 0 : 10_000
          const sandbox = await (kind === "update" ? watch.readNow(id, within) : watch.read(id, within))
          expect(sandbox ? lived(began - maxAgeMs) : !livesOn()).toBe(true)
        } else {
          const result = await watch.waitFor(id, { ...within, done: runs, ending: kind === "ending" })
          if (result.end === "done") expect(lived(began) && time() >= born + bootMs).toBe(true)
          else expect(result.end === "gone" && !livesOn()).toBe(true)
        }
      }
      await Promise.all(callers.map(call))
    }),
    { numRuns: 60 },
  )
})
