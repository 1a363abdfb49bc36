import { emulator, invalid } from "../support/api"
import { failureOf } from "../support/failures"

const server = emulator()

/** Both calls that set a timeout, and the second method that one of them answers to. */
const calls = [
  ["PUT", ""],
  ["POST", "/timeout"],
  ["PUT", "/timeout"],
] as const

describe.each(calls)("%s /v1/sandboxes/{sandbox_id}%s: wrong types and values", (method, suffix) => {
  test.each<[unknown, string]>([
    [{ timeout: "7200" }, "timeout must be a number"],
    [{ timeout: 90.5 }, "timeout must be a whole number"],
    [{ timeout: null }, "timeout is required"],
    [{}, "timeout is required"],
    [undefined, "timeout is required"],
    [{ timeout: 0 }, "timeout must be at least 1"],
    [{ timeout: -5 }, "timeout must be at least 1"],
    [{ timeout: 86401 }, "timeout must be at most 86400"],
  ])("%j", async (body, message) => {
    const { raw, account, running } = server.account()
    const id = await running()
    expect(await raw(method, `/v1/sandboxes/${id}${suffix}`, { body })).toMatchObject({
      status: 400,
      body: invalid(message),
    })
    expect(account.sandbox(id)?.timeout).toBe(300)
  })

  test("a sandbox that has ended", async () => {
    const { raw, client, running } = server.account()
    const id = await running()
    await client.terminateSandbox(id)
    expect((await raw(method, `/v1/sandboxes/${id}${suffix}`, { body: { timeout: 900 } })).status).toBe(409)
  })
})

describe("PUT /v1/sandboxes/{sandbox_id}", () => {
  test("moves the end, counted from the start", async () => {
    const { client, running } = server.account()
    const id = await running()
    await client.extendTimeout(id, 7200)
    const { timeout, startedAt, timeoutAt } = await client.getSandbox(id)
    expect(timeout).toBe(7200)
    expect(Date.parse(timeoutAt ?? "") - Date.parse(startedAt ?? "")).toBe(7_200_000)
  })

  test.each([300, 299, 60])("refuses %p, which is no extension of 300", async (timeout) => {
    const { client, account, running } = server.account()
    const id = await running()
    const failure = await failureOf(client.extendTimeout(id, timeout))
    expect(failure).toMatchObject({ code: "invalid", facts: { apiMessage: expect.stringContaining("300") } })
    expect(account.sandbox(id)?.timeout).toBe(300)
  })

  test("is possible while a sandbox starts, and while it is paused", async () => {
    const { client, account } = server.account()
    account.configure({ bootMs: 60_000 })
    const { sandboxId } = await client.createSandbox({ isAsync: true })
    await client.extendTimeout(sandboxId, 900)
    account.change(sandboxId, { status: "paused" })
    await client.extendTimeout(sandboxId, 901)
    expect(account.sandbox(sandboxId)).toMatchObject({ timeout: 901, timeoutAt: null })
  })
})

describe.each(["POST", "PUT"])("%s /v1/sandboxes/{sandbox_id}/timeout", (method) => {
  test("takes a lower value, as long as it is not used up", async () => {
    const { raw, account, running } = server.account()
    const id = await running({ timeout: 900 })
    account.setClockOffset(100_000)
    const set = (timeout: number) => raw(method, `/v1/sandboxes/${id}/timeout`, { body: { timeout } })
    expect(await set(50)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("already used") },
    })
    const { status, data } = await set(200)
    expect(status).toBe(200)
    expect(data).toEqual({
      timeout: 200,
      timeout_at: account.sandbox(id)?.timeoutAt,
      used_lifetime: expect.any(Number),
      remaining_time: expect.any(Number),
    })
    expect(Number(data.used_lifetime) + Number(data.remaining_time)).toBe(200)
  })
})

describe("setTimeout", () => {
  test("answers the new end", async () => {
    const { client, running } = server.account()
    const id = await running()
    const answer = await client.setTimeout(id, 120)
    const shown = await client.getSandbox(id)
    expect(shown).toMatchObject({ timeout: 120, timeoutAt: answer.timeoutAt })
  })
})
