import { Deletes } from "../../../../provider/src/client/deletes"
import { failureOf } from "../../../support/failures"
import { clientOn, lost, ok, type Reply, refused } from "../../../support/send"

const taken = (successful: string[], failed: string[] = []) =>
  ok({
    successful_count: successful.length,
    failed_count: failed.length,
    successful,
    failed: failed.map((id) => ({ sandbox_id: id, error: "not found" })),
  })
const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `sbx-${from + at}`)

/** Takes all that a batch asks for, but those that are refused. */
const server = (refusals: string[] = []): Reply => {
  return async ({ body }) => {
    const { sandbox_ids: wanted } = JSON.parse(body ?? "{}") as { sandbox_ids: string[] }
    return taken(
      wanted.filter((id) => !refusals.includes(id)),
      refusals.filter((id) => wanted.includes(id)),
    )
  }
}

function deletesOn(...replies: Reply[]) {
  const { client, clock, requests } = clientOn(replies)
  const within = { deadline: clock.now() + 600_000 }
  const paths = () => requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)
  return { deletes: new Deletes(client), clock, within, paths }
}

const batch = "POST /v1/sandboxes/batch-delete"

describe("Deletes", () => {
  test("sends those that come together as one call for up to 100, and asks alone for what that refused", async () => {
    const { deletes, within, paths } = deletesOn(
      server(),
      server(["sbx-150"]),
      refused(404, "Sandbox not found"),
    )
    const results = await Promise.allSettled(ids(0, 151).map((id) => deletes.begin(id, within)))
    expect(results.slice(0, -1).every(({ status }) => status === "fulfilled")).toBe(true)
    expect(results.at(-1)).toMatchObject({ status: "rejected", reason: { code: "not_found" } })
    expect(paths()).toEqual([batch, batch, "DELETE /v1/sandboxes/sbx-150"])
  })

  test("asks for each alone where the batch call fails", async () => {
    const { deletes, within, paths } = deletesOn(refused(403, "no batches"), ok(null), ok(null))
    await Promise.all(ids(0, 2).map((id) => deletes.begin(id, within)))
    expect(paths()).toEqual([batch, "DELETE /v1/sandboxes/sbx-0", "DELETE /v1/sandboxes/sbx-1"])
  })

  test("sends a single delete as what it is", async () => {
    const { deletes, within, paths } = deletesOn(refused(409, "busy"))
    expect((await failureOf(deletes.begin("sbx-1", within))).code).toBe("conflict")
    expect(paths()).toEqual(["DELETE /v1/sandboxes/sbx-1"])
  })

  /** Deletions that begin one after the other, and how long all took beside their work. */
  async function stream(made: ReturnType<typeof deletesOn>, some: string[], apartMs: number) {
    const { deletes, clock, within } = made
    const began = clock.now()
    const one = async (id: string, at: number) => {
      await clock.sleep(at * apartMs)
      await deletes.during(async () => {
        await deletes.begin(id, within)
        await clock.sleep(1_000)
      })
    }
    await Promise.all(some.map(one))
    return clock.now() - began - 1_000
  }

  test("waits for a stream of them, and no longer once as many have come as ever were under way", async () => {
    const made = deletesOn(server(), server(), server())
    const first = await stream(made, ids(0, 4), 30)
    expect(await stream(made, ids(4, 8), 30)).toBeLessThan(first)
    await stream(made, ids(8, 10), 30)
    expect(made.paths()).toEqual([batch, batch, batch])
  })

  test("keeps none waiting for a stream that does not end", async () => {
    const made = deletesOn(...Array.from({ length: 10 }, () => server()))
    expect(await stream(made, ids(0, 40), 30)).toBeLessThanOrEqual(39 * 30 + 250)
    expect(made.paths().length).toBeGreaterThanOrEqual(4)
  })

  test("throws if an answer was lost and the deadline has passed", async () => {
    const made = deletesOn(lost())
    const failure = await failureOf(made.deletes.begin("sbx-1", { deadline: made.clock.now() + 1 }))
    expect(["timeout", "connection"]).toContain(failure.code)
  })
})
