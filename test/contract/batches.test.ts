import { emulator, invalid } from "../support/api"

const server = emulator()

const verbs = ["delete", "terminate", "pause", "resume"] as const

describe.each(verbs)("POST /v1/sandboxes/batch-%s: wrong types and values", (verb) => {
  test.each<[string, (id: string) => unknown, string]>([
    ["no body", () => undefined, "sandbox_ids is required"],
    ["one id instead of a list", (id) => ({ sandbox_ids: id }), "sandbox_ids must be a list"],
    ["a number among the ids", (id) => ({ sandbox_ids: [id, 7] }), "sandbox_ids[1] must be a text"],
    ["an empty id", (id) => ({ sandbox_ids: [id, ""] }), "sandbox_ids[1] must not be empty"],
    ["no ids", () => ({ sandbox_ids: [] }), "sandbox_ids must not be empty"],
    [
      "more than 100 ids",
      (id) => ({ sandbox_ids: [id, ...Array.from({ length: 100 }, (_, index) => `sbx-${index}`)] }),
      "sandbox_ids must be at most 100 entries",
    ],
  ])("%s", async (_, bodyFor, message) => {
    const { raw, account, running } = server.account()
    const id = await running()
    const answer = await raw("POST", `/v1/sandboxes/batch-${verb}`, { body: bodyFor(id) })
    expect(answer).toMatchObject({ status: 400, body: invalid(message) })
    expect(account.sandbox(id)?.status).toBe("running")
  })
})

describe.each(["delete", "terminate"])("POST /v1/sandboxes/batch-%s: force", (verb) => {
  test("must be true or false", async () => {
    const { raw } = server.account()
    const body = { sandbox_ids: ["sbx-1"], force: "yes" }
    expect(await raw("POST", `/v1/sandboxes/batch-${verb}`, { body })).toMatchObject({
      status: 400,
      body: invalid("force must be true or false"),
    })
  })
})

describe("POST /v1/sandboxes/batch-delete", () => {
  test("without force refuses what runs, one by one", async () => {
    const { client, account, running } = server.account()
    const [busy, idle] = [await running(), await running()]
    await client.pauseSandbox(idle)
    const result = await client.batchDelete([busy, idle, "sbx-nowhere"])
    expect(result).toEqual({
      successfulCount: 1,
      failedCount: 2,
      successful: [idle],
      failed: [
        { sandboxId: busy, error: expect.stringContaining("running") },
        { sandboxId: "sbx-nowhere", error: expect.stringContaining("not found") },
      ],
    })
    expect(account.sandboxes().map(({ sandboxId }) => sandboxId)).toEqual([busy])
  })

  test("with force deletes everything", async () => {
    const { client, account, running } = server.account()
    const ids = [await running(), await running()]
    expect(await client.batchDelete(ids, true)).toEqual({
      successfulCount: 2,
      failedCount: 0,
      successful: ids,
      failed: [],
    })
    expect(account.sandboxes()).toEqual([])
  })

  test("takes 100 ids, and answers for each", async () => {
    const { raw } = server.account()
    const sandbox_ids = Array.from({ length: 100 }, (_, index) => `sbx-${index}`)
    const { status, data } = await raw("POST", "/v1/sandboxes/batch-delete", { body: { sandbox_ids } })
    expect(status).toBe(202)
    expect(data).toMatchObject({ successful_count: 0, failed_count: 100 })
  })
})

describe("POST /v1/sandboxes/batch-terminate", () => {
  test("without force leaves alone what is in transition", async () => {
    const { client, account, running } = server.account()
    const settled = await running()
    account.configure({ bootMs: 60_000 })
    const { sandboxId: starting } = await client.createSandbox({ isAsync: true })
    expect(await client.batchTerminate([settled, starting])).toMatchObject({
      total: 2,
      successful: 1,
      failed: 1,
      results: [
        { sandboxId: settled, status: "success" },
        { sandboxId: starting, status: "error", error: expect.stringContaining("force") },
      ],
    })
    expect(await client.batchTerminate([starting], true)).toMatchObject({ successful: 1, failed: 0 })
    expect(account.sandboxes().map(({ status }) => status)).toEqual(["terminated", "terminated"])
  })
})

describe("POST /v1/sandboxes/batch-pause and batch-resume", () => {
  test("answer for each id, and refuse what cannot be", async () => {
    const { client, account, running } = server.account()
    const [one, two] = [await running(), await running()]
    await client.terminateSandbox(two)
    const outcome = (error: string) => ({
      total: 3,
      successful: 1,
      failed: 2,
      results: [
        { sandboxId: one, status: "success" },
        { sandboxId: two, status: "error", error: expect.stringContaining(error) },
        { sandboxId: "sbx-nowhere", status: "error", error: expect.stringContaining("not found") },
      ],
    })
    expect(await client.batchPause([one, two, "sbx-nowhere"])).toEqual(outcome("must be running"))
    expect(account.sandbox(one)?.status).toBe("paused")
    expect(await client.batchResume([one, two, "sbx-nowhere"])).toEqual(outcome("must be paused"))
    expect(account.sandbox(one)?.status).toBe("running")
  })

  test("answer 202 also if all failed", async () => {
    const { raw } = server.account()
    for (const verb of ["pause", "resume"]) {
      const answer = await raw("POST", `/v1/sandboxes/batch-${verb}`, { body: { sandbox_ids: ["sbx-1"] } })
      expect(answer).toMatchObject({ status: 202, data: { failed: 1 } })
    }
  })
})
