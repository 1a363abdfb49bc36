import { emulator } from "../support/api"
import { failureOf } from "../support/failures"

const server = emulator()

/** Ends take long here, so that also a slow look sees what happens meanwhile; nothing waits for them. */
function slowly() {
  const api = server.account()
  return { ...api, begin: () => api.account.configure({ stopMs: 100_000 }), pass: api.account.setClockOffset }
}

describe("DELETE /v1/sandboxes/{sandbox_id}", () => {
  test("ends a running sandbox step by step, after which it is unknown", async () => {
    const { client, running, begin, pass } = slowly()
    const id = await running()
    begin()
    expect(await client.deleteSandbox(id)).toMatchObject({ sandboxId: id, status: "terminating" })
    const seen: string[] = []
    for (const offset of [10_000, 60_000]) {
      pass(offset)
      const { status, substatus, deletionInProgress } = await client.getSandbox(id)
      seen.push(`${status} ${substatus} ${deletionInProgress}`)
    }
    expect(seen).toEqual(["terminating cleaning_resources true", "terminating cleaning_data true"])
    pass(110_000)
    expect((await failureOf(client.getSandbox(id))).code).toBe("not_found")
    expect((await client.listSandboxes()).sandboxes).toEqual([])
  })

  test("is refused the second time, as there is nothing to delete", async () => {
    const { client, running, begin } = slowly()
    const id = await running()
    begin()
    await client.deleteSandbox(id)
    expect((await failureOf(client.deleteSandbox(id))).code).toBe("not_found")
  })

  test.each(["paused", "failed", "terminated"])("removes a sandbox that is %s", async (status) => {
    const { client, account, running } = server.account()
    const id = await running()
    account.change(id, { status })
    await client.deleteSandbox(id)
    expect(account.sandboxes()).toEqual([])
  })

  test.each(["pausing", "resuming"])("is refused for a sandbox that is %s", async (status) => {
    const { client, account, running } = server.account()
    account.configure({ bootMs: 60_000, stopMs: 60_000 })
    const { sandboxId } = await client.createSandbox({ isAsync: true })
    account.change(sandboxId, { status })
    expect(await failureOf(client.deleteSandbox(sandboxId))).toMatchObject({ code: "conflict" })
    expect(account.sandbox(sandboxId)?.status).toBe(status)
    account.configure({ bootMs: 0, stopMs: 0 })
    expect(await running()).not.toBe(sandboxId)
  })

  test("answers 202", async () => {
    const { raw, running } = server.account()
    expect(await raw("DELETE", `/v1/sandboxes/${await running()}`)).toMatchObject({
      status: 202,
      body: { success: true, message: expect.any(String) },
    })
  })
})

describe("POST /v1/sandboxes/{sandbox_id}/terminate", () => {
  test("ends a sandbox, which then stays visible", async () => {
    const { client, running, begin, pass } = slowly()
    const id = await running()
    begin()
    expect(await client.terminateSandbox(id)).toMatchObject({ sandboxId: id, status: "terminating" })
    expect(await client.getSandbox(id)).toMatchObject({ status: "terminating", deletionInProgress: false })
    pass(110_000)
    expect(await client.getSandbox(id)).toMatchObject({
      status: "terminated",
      endedAt: expect.any(String),
      remainingSeconds: null,
    })
  })

  test("ends a sandbox whatever it is doing, and does no harm twice", async () => {
    const { client, account } = server.account()
    account.configure({ bootMs: 60_000 })
    const { sandboxId } = await client.createSandbox({ isAsync: true })
    await client.terminateSandbox(sandboxId)
    await client.terminateSandbox(sandboxId)
    expect((await client.getSandbox(sandboxId)).status).toBe("terminated")
  })

  test("answers 202", async () => {
    const { raw, running } = server.account()
    expect((await raw("POST", `/v1/sandboxes/${await running()}/terminate`)).status).toBe(202)
  })
})
