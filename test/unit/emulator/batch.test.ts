import { harness } from "./support"

const emulator = harness()
const batch = (action: string, body: unknown) =>
  emulator.h.call("POST", `/v1/sandboxes/batch-${action}`, body)

describe("batch-delete", () => {
  test("answers for each id, and without force leaves what runs alone", async () => {
    const { h } = emulator
    const running = await h.run()
    const paused = await h.run()
    h.account.change(paused, { status: "paused" })
    const { status, body } = await batch("delete", { sandbox_ids: [running, paused, "sbx-none"] })
    expect(status).toBe(202)
    expect(body.data).toEqual({
      successful_count: 1,
      failed_count: 2,
      successful: [paused],
      failed: [
        {
          sandbox_id: running,
          error: expect.stringContaining("is running, must be at rest unless force is true"),
        },
        { sandbox_id: "sbx-none", error: 'Sandbox "sbx-none" not found' },
      ],
    })
    h.clock.pass(1000)
    expect([await h.statusOf(running), await h.statusOf(paused)]).toEqual(["running", "gone"])
  })

  test("with force deletes in any status", async () => {
    const { h } = emulator
    const ids = [await h.run(), await h.begin(), await h.run()]
    h.account.change(ids[2] ?? "", { status: "pausing" })
    const { body } = await batch("delete", { sandbox_ids: ids, force: true })
    expect(body.data).toMatchObject({ successful_count: 3, failed_count: 0, failed: [] })
    h.clock.pass(1000)
    expect(h.account.sandboxes()).toEqual([])
  })
})

describe("The other batches", () => {
  test("terminate refuses what is in transition unless forced", async () => {
    const { h } = emulator
    const running = await h.run()
    const starting = await h.begin()
    const first = await batch("terminate", { sandbox_ids: [running, starting] })
    expect(first).toMatchObject({
      status: 202,
      body: {
        data: {
          total: 2,
          successful: 1,
          failed: 1,
          results: [
            { sandbox_id: running, status: "success" },
            { sandbox_id: starting, status: "error", error: expect.stringContaining("is starting") },
          ],
        },
      },
    })
    expect(first.body.data.results[0]).not.toHaveProperty("error")
    expect((await batch("terminate", { sandbox_ids: [starting], force: true })).body.data.successful).toBe(1)
    h.clock.pass(1000)
    expect(h.account.sandboxes().map(({ status }) => status)).toEqual(["terminated", "terminated"])
  })

  test("pause and resume work on each id alone", async () => {
    const { h } = emulator
    const running = await h.run()
    const paused = await h.run()
    h.account.change(paused, { status: "paused" })
    expect((await batch("pause", { sandbox_ids: [running, paused] })).body.data).toMatchObject({
      successful: 1,
      failed: 1,
    })
    expect((await batch("resume", { sandbox_ids: [running, paused] })).body.data.results).toMatchObject([
      { sandbox_id: running, status: "error" },
      { sandbox_id: paused, status: "success" },
    ])
    h.clock.pass(4000)
    expect([await h.statusOf(running), await h.statusOf(paused)]).toEqual(["paused", "running"])
  })

  test("take 100 ids", async () => {
    const sandbox_ids = Array.from({ length: 100 }, (_, index) => `sbx-${index}`)
    expect(await batch("pause", { sandbox_ids })).toMatchObject({
      status: 202,
      body: { data: { failed: 100 } },
    })
  })
})

describe.each(["delete", "terminate", "pause", "resume"])("batch-%s", (action) => {
  test.each<[string, unknown, RegExp]>([
    ["no ids", { sandbox_ids: [] }, /sandbox_ids must not be empty/],
    [
      "101 ids",
      { sandbox_ids: Array.from({ length: 101 }, () => "x") },
      /sandbox_ids must be at most 100 entries/,
    ],
    ["a single id", { sandbox_ids: "x" }, /sandbox_ids must be a list/],
    ["a number", { sandbox_ids: [1] }, /sandbox_ids\[0\] must be a text/],
    ["nothing", undefined, /sandbox_ids is required/],
  ])("refuses %s and touches nothing", async (_, body, message) => {
    const { h } = emulator
    const id = await h.run()
    expect(await batch(action, body)).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(message) },
    })
    expect(await h.statusOf(id)).toBe("running")
  })
})
