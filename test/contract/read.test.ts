import { emulator } from "../support/api"
import { failureOf } from "../support/failures"

const server = emulator()

describe("GET /v1/sandboxes/{sandbox_id}", () => {
  test.each(["sbx-nowhere", "sbx%2F..%2Fother", "ü"])("does not know %s", async (id) => {
    const { client } = server.account()
    expect(await failureOf(client.getSandbox(id))).toMatchObject({
      code: "not_found",
      facts: { status: 404 },
    })
  })

  test("shows a sandbox as it was created, and as it is by now", async () => {
    const { client, account } = server.account()
    const made = await client.createSandbox({ name: "web", timeout: 600 })
    account.setClockOffset(100_000)
    const shown = await client.getSandbox(made.sandboxId)
    expect(shown).toMatchObject({ name: "web", status: "running", timeout: 600, createdAt: made.createdAt })
    expect(shown.uptime).toBeGreaterThanOrEqual(100)
    expect(shown.remainingSeconds).toBeLessThanOrEqual(500)
    const [started, end] = [shown.startedAt, shown.timeoutAt].map((time) => Date.parse(time ?? ""))
    expect((end ?? 0) - (started ?? 0)).toBe(600_000)
  })

  test("shows that a sandbox ended at its timeout", async () => {
    const { client, account, running } = server.account()
    const id = await running({ timeout: 60 })
    account.setClockOffset(61_000)
    expect(await client.getSandbox(id)).toMatchObject({ status: "terminated", reason: expect.any(String) })
  })

  test("shows that a sandbox with auto_pause paused at its timeout", async () => {
    const { client, account, running } = server.account()
    const id = await running({ timeout: 60, autoPause: true })
    account.setClockOffset(61_000)
    expect(await client.getSandbox(id)).toMatchObject({ status: "paused", timeoutAt: null })
  })
})

describe("GET /v1/sandboxes/{sandbox_id}/status", () => {
  test("does not know another sandbox", async () => {
    const { client } = server.account()
    expect((await failureOf(client.getSandboxStatus("sbx-nowhere"))).code).toBe("not_found")
  })

  test("shows status and reason only", async () => {
    const { raw, running } = server.account()
    const id = await running()
    const { status, data } = await raw("GET", `/v1/sandboxes/${id}/status`)
    expect(status).toBe(200)
    expect(data).toEqual({
      sandbox_id: id,
      status: "running",
      substatus: null,
      reason: null,
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    })
  })
})

describe("GET /v1/sandboxes/stats", () => {
  test("is no sandbox of that name", async () => {
    const { client } = server.account()
    expect(await client.getSandboxStats()).toMatchObject({ totalSandboxes: 0, runningSandboxes: 0 })
  })

  test("counts the account's sandboxes by what became of them", async () => {
    const { client, account, running } = server.account()
    await running()
    await running()
    await client.terminateSandbox(await running())
    account.addFault({ kind: "failBoot", substatus: "deploying", reason: "no" })
    await client.createSandbox({})
    expect(await client.getSandboxStats()).toMatchObject({
      totalSandboxes: 4,
      runningSandboxes: 2,
      terminatedSandboxes: 1,
      failedSandboxes: 1,
    })
  })
})
