import { clientOn, json, ok } from "../../../support/send"

const sandbox = { sandbox_id: "sbx-1", status: "running" }
const at = (date: string) => json(200, { data: sandbox }, { date })

describe("serverTime", () => {
  test("is the own clock's until an answer came, and if none names its time", async () => {
    const { client, clock } = clientOn([ok(sandbox), at("soon")])
    expect(client.serverTime()).toBe(clock.now())
    await client.getSandbox("sbx-1")
    await client.getSandbox("sbx-1")
    expect(client.serverTime()).toBe(clock.now())
    expect(client.serverTime(7)).toBe(7)
  })

  test("follows the latest answer, to the middle of its second", async () => {
    const { client, clock } = clientOn([
      at("Thu, 01 Jan 2026 01:00:00 GMT"),
      at("Wed, 31 Dec 2025 23:00:00 GMT"),
    ])
    await client.getSandbox("sbx-1")
    expect(client.serverTime()).toBe(Date.parse("2026-01-01T01:00:00.500Z"))
    clock.pass(2000)
    expect(client.serverTime()).toBe(Date.parse("2026-01-01T01:00:02.500Z"))
    expect(client.serverTime(clock.now() - 60_000)).toBe(Date.parse("2026-01-01T00:59:02.500Z"))
    await client.getSandbox("sbx-1")
    expect(client.serverTime()).toBe(Date.parse("2025-12-31T23:00:00.500Z"))
  })

  test("is learned from refusals as well", async () => {
    const { client } = clientOn([
      json(404, { message: "Sandbox not found" }, { date: "Thu, 01 Jan 2026 01:00:00 GMT" }),
    ])
    await client.getSandbox("sbx-1").catch(() => undefined)
    expect(client.serverTime()).toBe(Date.parse("2026-01-01T01:00:00.500Z"))
  })
})
