import { ScaleboxClient } from "../../../../provider/src/client/client"
import type { Send } from "../../../../provider/src/client/http"
import { SharedDeletes } from "../../../../provider/src/client/shared-deletes"
import { SharedReads } from "../../../../provider/src/client/shared-reads"
import { waitFor } from "../../../../provider/src/client/wait"
import { FakeClock } from "../../../support/clock"

const idOf = (index: number) => `sbx-${index}`

/** An account of so many sandboxes, the highest number the newest; counts the calls that it gets. */
function account(
  size: number,
  statusOf: (index: number, now: number) => string = () => "running",
  madeAt?: (index: number) => string,
) {
  const hidden = new Set<string>()
  const clock = new FakeClock()
  const calls: string[] = []
  const shown = (index: number) => ({
    sandbox_id: idOf(index),
    status: statusOf(index, clock.now()),
    timeout: 300,
    sandbox_domain: "a.b",
    envd_access_token: "t",
    created_at: madeAt?.(index),
  })
  const send: Send = async ({ method, url, query, body }) => {
    const path = new URL(url).pathname
    calls.push(`${method} ${path}`)
    const answer = (data: unknown, status = 200) => ({
      status,
      headers: { retryAfter: undefined, requestId: undefined },
      text: JSON.stringify(status < 300 ? { success: true, data } : data),
    })
    if (path.endsWith("/batch-delete")) {
      const { sandbox_ids: ids } = JSON.parse(body ?? "{}") as { sandbox_ids: string[] }
      const failed = ids
        .filter((id) => id === "sbx-gone")
        .map((id) => ({ sandbox_id: id, error: "not found" }))
      const successful = ids.filter((id) => id !== "sbx-gone")
      return answer({ successful_count: successful.length, failed_count: failed.length, successful, failed })
    }
    if (path === "/v1/sandboxes") {
      const page = Number(query?.page)
      const every = Array.from({ length: size }, (_, index) => size - 1 - index)
      const all = every.filter((index) => !hidden.has(idOf(index)))
      const sandboxes = all.slice((page - 1) * 100, page * 100).map(shown)
      return answer({
        sandboxes,
        pagination: { page, limit: 100, total: size, total_pages: Math.ceil(size / 100) },
      })
    }
    const index = Number(path.split("sbx-")[1])
    if (!(index < size))
      return answer({ success: false, code: "not_found", message: "Sandbox not found" }, 404)
    return answer(shown(index))
  }
  const client = new ScaleboxClient({ apiKey: "sk-1", apiUrl: "https://api.test" }, { clock, send })
  /** Keeps sandboxes out of the listing. */
  const hide = (ids: string[]) => {
    for (const id of ids) hidden.add(id)
  }
  return { client, clock, calls, hide, deadline: clock.now() + 600_000 }
}

/** Asks for all of these, so many at once, as the engine does in a refresh. */
async function readAll(reads: SharedReads, ids: string[], width: number, deadline: number, betweenMs = 5) {
  const queue = [...ids]
  const found: unknown[] = []
  const worker = async () => {
    for (let id = queue.shift(); id; id = queue.shift()) {
      found.push((await reads.read(id, deadline))?.sandboxId)
      // Until the engine asks for the next.
      await reads.client.clock.sleep(betweenMs)
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return found.sort()
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => idOf(from + index))

describe("SharedReads", () => {
  test.each([
    [8, 5],
    [16, 5],
    [500, 5],
    [8, 40],
  ])(
    "reads 500 sandboxes, %p at once and the next after %p ms, in at most 10 calls",
    async (width, between) => {
      const { client, calls, deadline } = account(500)
      const ids = range(0, 500)
      expect(await readAll(new SharedReads(client), ids, width, deadline, between)).toEqual([...ids].sort())
      expect(calls.length).toBeLessThanOrEqual(10)
    },
  )

  test.each([8, 16])("reads 10 of 10,000 sandboxes, %p at once, in at most 10 calls", async (width) => {
    const { client, calls, deadline } = account(10_000)
    const ids = range(0, 10)
    expect(await readAll(new SharedReads(client), ids, width, deadline)).toEqual([...ids].sort())
    expect(calls.length).toBeLessThanOrEqual(10)
  })

  test("does not page through a huge account for a stack of middle size", async () => {
    const { client, calls, deadline } = account(10_000)
    await readAll(new SharedReads(client), range(0, 60), 8, deadline)
    expect(calls.length).toBeLessThanOrEqual(61)
  })

  test("reads 2,000 that are wanted at once, as a large pool's, by the pages that show them", async () => {
    const { client, calls, deadline } = account(2_000)
    const ids = range(0, 2_000)
    expect(await readAll(new SharedReads(client), ids, 2_000, deadline)).toEqual([...ids].sort())
    expect(calls).toHaveLength(20)
  })

  test("asks for what a listing does not show before it says that it is gone", async () => {
    const { client, calls, deadline } = account(20)
    const reads = new SharedReads(client)
    const ids = [...range(0, 20), "sbx-99"]
    const answers = await Promise.all(ids.map((id) => reads.read(id, deadline)))
    expect(answers.at(-1)).toBeUndefined()
    expect(answers.slice(0, -1).every(Boolean)).toBe(true)
    expect(calls).toContain("GET /v1/sandboxes/sbx-99")
  })
})

test("200 sandboxes that boot in 3 s are waited for with less than one call for 5 of them", async () => {
  const boot = account(200, (index, now) => (now < born + 3_000 + index ? "starting" : "running"))
  const born = boot.clock.now()
  const reads = new SharedReads(boot.client)
  const done = ({ status }: { status: string }) => status === "running"
  const results = await Promise.all(
    range(0, 200).map((id) => waitFor(reads, id, { deadline: boot.deadline, done })),
  )
  expect(results.every(({ end }) => end === "done")).toBe(true)
  expect(boot.calls.length).toBeLessThan(40)
  expect(boot.clock.now() - born).toBeLessThan(4_000)
})

test.each([
  ["a moment later ends a moment later: it is looked for then", 200, 200 + 20],
  ["much later is looked for at the common moments", 400, 300],
])("What was made %s", async (_, laterMs, gap) => {
  const madeAfter = (index: number) => (index < 120 ? 0 : laterMs)
  const born = new FakeClock().now()
  const { client, clock, deadline } = account(
    200,
    (index, now) => (now < born + 3_000 + madeAfter(index) ? "starting" : "running"),
    (index) => new Date(born + madeAfter(index)).toISOString(),
  )
  const reads = new SharedReads(client)
  const done = ({ status }: { status: string }) => status === "running"
  const looks: number[] = []
  const seen = () => looks.push(clock.now() - born)
  await Promise.all([
    ...range(0, 199).map((id) => waitFor(reads, id, { deadline, done })),
    waitFor(reads, idOf(199), { deadline, done, seen }),
  ])
  const first = looks.findIndex((time) => time >= 3_000)
  expect((looks[first + 1] ?? 0) - (looks[first] ?? 0)).toBe(gap)
})

describe("Sandboxes whose deletion was accepted", () => {
  const ending = (deadline: number) => ({ deadline, done: () => false, ending: true })

  test("are waited for by listings, and a listing without them is believed after few questions", async () => {
    const { client, calls, deadline } = account(20)
    const reads = new SharedReads(client)
    const gone = range(20, 220).map((id) => waitFor(reads, id, ending(deadline)))
    expect((await Promise.all(gone)).every(({ end }) => end === "gone")).toBe(true)
    expect(calls.filter((call) => call !== "GET /v1/sandboxes")).toHaveLength(2)
    expect(calls.length).toBeLessThanOrEqual(3)
  })

  test("are asked for one by one where a listing hides what still ends", async () => {
    const { client, calls, deadline, hide } = account(200, () => "terminating")
    hide(range(0, 200))
    const reads = new SharedReads(client)
    const answers = await Promise.all(range(0, 200).map((id) => reads.readEnding(id, deadline)))
    expect(answers.every((sandbox) => sandbox?.status === "terminating")).toBe(true)
    expect(calls.filter((call) => call !== "GET /v1/sandboxes")).toHaveLength(200)
  })
})

test("Old sandboxes in a large account are looked for in its listing while that costs less than asking for each", async () => {
  const { client, calls, deadline } = account(2_000)
  const reads = new SharedReads(client)
  const answers = await Promise.all(range(0, 300).map((id) => reads.readChanging(id, deadline)))
  expect(answers.every(Boolean)).toBe(true)
  expect(calls).toEqual(Array.from({ length: 20 }, () => "GET /v1/sandboxes"))
})

describe("SharedDeletes", () => {
  test("sends deletes that come together as one call, and asks alone for what that refused", async () => {
    const { client, calls, deadline } = account(300)
    const deletes = new SharedDeletes(client)
    const ids = [...range(0, 150), "sbx-gone"]
    const results = await Promise.allSettled(ids.map((id) => deletes.begin(id, deadline)))
    expect(results.slice(0, -1).every(({ status }) => status === "fulfilled")).toBe(true)
    expect(results.at(-1)).toMatchObject({ status: "rejected", reason: { code: "not_found" } })
    expect(calls).toEqual([
      "POST /v1/sandboxes/batch-delete",
      "POST /v1/sandboxes/batch-delete",
      "DELETE /v1/sandboxes/sbx-gone",
    ])
  })

  test("waits for a stream of deletes, and no longer once as many have come as ever were under way", async () => {
    const { client, calls, deadline } = account(300)
    const deletes = new SharedDeletes(client)
    const { clock } = client
    const stream = async (ids: string[]) => {
      const started = clock.now()
      const ended = ids.map(async (id, index) => {
        await clock.sleep(index * 30)
        await deletes.during(async () => {
          await deletes.begin(id, deadline)
          await clock.sleep(1_000)
        })
      })
      await Promise.all(ended)
      return clock.now() - started - 1_000
    }
    expect(await stream(range(0, 4))).toBe(90 + 40)
    expect(await stream(range(4, 8))).toBe(90)
    expect(await stream(range(8, 10))).toBe(30 + 40)
    expect(calls).toEqual(Array.from({ length: 3 }, () => "POST /v1/sandboxes/batch-delete"))
  })

  test("sends a single delete as what it is", async () => {
    const { client, calls, deadline } = account(3)
    await new SharedDeletes(client).begin("sbx-1", deadline)
    expect(calls).toEqual(["DELETE /v1/sandboxes/sbx-1"])
  })
})
