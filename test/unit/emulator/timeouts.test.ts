import { harness } from "./support"

const emulator = harness()
const at = (seconds: number) => new Date(Date.parse("2026-01-01T00:00:00Z") + seconds * 1000).toISOString()

describe("The timeout of a sandbox", () => {
  test("is extended by PUT to larger values only", async () => {
    const { h } = emulator
    const id = await h.run({ timeout: 600 })
    const extend = (timeout: number) => h.call("PUT", `/v1/sandboxes/${id}`, { timeout })
    expect(await extend(600)).toMatchObject({
      status: 400,
      body: { message: "Cannot extend the timeout: 600 must be greater than the present 600" },
    })
    expect((await extend(599)).status).toBe(400)
    expect((await extend(601)).body.data).toMatchObject({ timeout: 601, timeout_at: at(605) })
  })

  test.each(["POST", "PUT"])("is set by %s on its own path to what is not used up yet", async (method) => {
    const { h } = emulator
    const id = await h.run({ timeout: 600 })
    h.clock.pass(100_000)
    const set = (timeout: number) => h.call(method, `/v1/sandboxes/${id}/timeout`, { timeout })
    expect(await set(99)).toMatchObject({
      status: 400,
      body: { message: "Cannot set the timeout: 99 must be at least the 100 seconds already used" },
    })
    expect((await set(130)).body.data).toEqual({
      timeout: 130,
      timeout_at: at(134),
      used_lifetime: 100,
      remaining_time: 30,
    })
  })

  test("can be changed before the start and while paused, not after the end", async () => {
    const { h } = emulator
    const id = await h.begin({ timeout: 60 })
    const extend = (timeout: number) => h.call("PUT", `/v1/sandboxes/${id}`, { timeout })
    expect((await extend(120)).status).toBe(200)
    h.clock.pass(4000)
    expect(await h.get(id)).toMatchObject({ timeout: 120, timeout_at: at(124) })
    await h.call("POST", `/v1/sandboxes/${id}/pause`)
    expect((await extend(180)).body.data).toMatchObject({ timeout: 180, timeout_at: null })
    await h.call("POST", `/v1/sandboxes/${id}/terminate`)
    h.clock.pass(1000)
    expect(await extend(240)).toMatchObject({ status: 409, body: { code: "conflict" } })
  })
})
