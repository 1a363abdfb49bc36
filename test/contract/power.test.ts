import { emulator, invalid } from "../support/api"
import { failureOf } from "../support/failures"

const server = emulator()

describe.each(["pause", "resume"])("POST /v1/sandboxes/{sandbox_id}/%s: wrong types", (verb) => {
  test.each([
    [{ is_async: "true" }, "is_async must be true or false"],
    [{ is_async: 1 }, "is_async must be true or false"],
    ["[]", "the body must be an object"],
  ])("%j", async (body, message) => {
    const { raw, running, account } = server.account()
    const id = await running()
    expect(await raw("POST", `/v1/sandboxes/${id}/${verb}`, { body })).toMatchObject({
      status: 400,
      body: invalid(message),
    })
    expect(account.sandbox(id)?.status).toBe("running")
  })

  test.each([undefined, "", "{}"])("the body %p is none of them", async (body) => {
    const { raw, running, client } = server.account()
    const id = await running()
    if (verb === "resume") await client.pauseSandbox(id)
    expect((await raw("POST", `/v1/sandboxes/${id}/${verb}`, { body })).status).toBe(200)
  })
})

describe("POST /v1/sandboxes/{sandbox_id}/pause", () => {
  test("waits until the sandbox is paused, whose time then stops", async () => {
    const { client, account, running } = server.account()
    const id = await running({ timeout: 60 })
    await client.pauseSandbox(id)
    expect(await client.getSandbox(id)).toMatchObject({
      status: "paused",
      pausedAt: expect.any(String),
      timeoutAt: null,
    })
    account.setClockOffset(3_600_000)
    expect(await client.getSandbox(id)).toMatchObject({
      status: "paused",
      totalPausedSeconds: expect.any(Number),
    })
  })

  test("answers at once where that is wanted", async () => {
    const { client, account, running } = server.account()
    const id = await running()
    account.configure({ stopMs: 100_000 })
    await client.pauseSandbox(id, true)
    expect((await client.getSandboxStatus(id)).status).toBe("pausing")
    account.setClockOffset(110_000)
    expect((await client.getSandboxStatus(id)).status).toBe("paused")
  })

  test.each(["paused", "terminated", "failed", "starting"])(
    "is refused for a sandbox that is %s",
    async (status) => {
      const { client, account, running } = server.account()
      const id = await running()
      account.configure({ bootMs: 60_000 })
      account.change(id, { status })
      expect(await failureOf(client.pauseSandbox(id))).toMatchObject({
        code: "conflict",
        facts: { status: 409, apiMessage: expect.stringContaining(status) },
      })
    },
  )

  test("may be rolled back, with a reason", async () => {
    const { client, account, running } = server.account()
    const id = await running()
    account.addFault({ kind: "rollBack", of: "pause", reason: "Disk is full" })
    await client.pauseSandbox(id)
    expect(await client.getSandbox(id)).toMatchObject({ status: "running", reason: "Disk is full" })
  })
})

describe("POST /v1/sandboxes/{sandbox_id}/resume", () => {
  test("waits until the sandbox runs again, with its whole time", async () => {
    const { client, running } = server.account()
    const id = await running({ timeout: 86_400 })
    await client.pauseSandbox(id)
    await client.resumeSandbox(id)
    const { status, resumedAt, remainingSeconds } = await client.getSandbox(id)
    expect(status).toBe("running")
    expect(resumedAt).toEqual(expect.any(String))
    expect(remainingSeconds).toBeGreaterThan(86_000)
  })

  test("answers at once where that is wanted", async () => {
    const { client, account, running } = server.account()
    const id = await running()
    await client.pauseSandbox(id)
    account.configure({ bootMs: 60_000 })
    await client.resumeSandbox(id, true)
    expect((await client.getSandboxStatus(id)).status).toBe("resuming")
  })

  test.each(["running", "terminated"])("is refused for a sandbox that is %s", async (status) => {
    const { client, account, running } = server.account()
    const id = await running()
    account.change(id, { status })
    expect((await failureOf(client.resumeSandbox(id))).code).toBe("conflict")
  })

  test("may be rolled back, with a reason", async () => {
    const { client, account, running } = server.account()
    const id = await running()
    await client.pauseSandbox(id)
    account.addFault({ kind: "rollBack", of: "resume", reason: "No room" })
    await client.resumeSandbox(id)
    expect(await client.getSandbox(id)).toMatchObject({ status: "paused", reason: "No room" })
  })
})
