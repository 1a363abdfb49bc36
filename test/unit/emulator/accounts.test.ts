import { launch } from "../../../emulator/src/emulator"
import { endpoints } from "../../../provider/src/contract"
import { FakeClock } from "../../support/clock"
import { harness } from "./support"

describe("API keys", () => {
  const emulator = harness({ apiKeys: ["sk-unit", "sk-second"] })

  test.each(Object.entries(endpoints))(
    "%s is served, and wants a key unless it is public",
    async (_, row) => {
      const path = row.path.replace(/\{\w+\}/g, "8080")
      const isPublic = "public" in row
      for (const [key, message] of [
        [null, /^Missing API key/],
        ["sk-wrong", /^Invalid API key/],
      ] as const) {
        const { status, body } = await emulator.h.call(
          row.method,
          path,
          "method" in row && row.method === "GET" ? undefined : "{bad",
          key,
        )
        if (isPublic) expect(status).toBe(200)
        else
          expect({ status, ...body }).toMatchObject({
            status: 401,
            success: false,
            code: "unauthorized",
            message: expect.stringMatching(message),
          })
      }
      expect([404, 405]).not.toContain(
        (await emulator.h.call(row.method, path.replaceAll("8080", "x y"), undefined, null)).status,
      )
    },
  )

  test("are accounts of their own that cannot see each other's sandboxes", async () => {
    const { h } = emulator
    const id = await h.run()
    const other = (method: string, path: string, body?: unknown) => h.call(method, path, body, "sk-second")
    const missing = { status: 404, body: { code: "not_found", message: `Sandbox "${id}" not found` } }
    expect(await other("GET", `/v1/sandboxes/${id}`)).toMatchObject(missing)
    expect(await other("DELETE", `/v1/sandboxes/${id}`)).toMatchObject(missing)
    expect(await other("PUT", `/v1/sandboxes/${id}`, { timeout: 900 })).toMatchObject(missing)
    expect((await other("GET", "/v1/sandboxes")).body.data.sandboxes).toEqual([])
    expect(h.emulator.account("sk-second").sandboxes()).toEqual([])
    expect(h.emulator.account("sk-unit").sandbox(id)?.sandboxId).toBe(id)
  })

  test("must not be empty", () => {
    expect(() => emulator.h.emulator.account("")).toThrow("Cannot use an empty API key")
  })
})

describe("Without a list of keys", () => {
  const emulator = harness()

  test("every key but an empty one is good", async () => {
    expect((await emulator.h.call("GET", "/v1/sandboxes", undefined, "anything")).status).toBe(200)
    expect((await emulator.h.call("GET", "/v1/sandboxes", undefined, "")).status).toBe(401)
  })
})

describe("Regions", () => {
  const emulator = harness({ fullRegions: ["eu-west", "us-east"] })

  test("are those that have room, for everybody", async () => {
    const { status, body } = await emulator.h.call("GET", "/v1/scalebox-regions", undefined, null)
    expect(status).toBe(200)
    expect(body.data).toEqual({
      scalebox_regions: ["us-west", "eu-central", "ap-south", "ap-southeast", "ap-northeast"].map((id) => ({
        id,
        name: expect.any(String),
      })),
    })
  })
})

describe("The rate limit", () => {
  const emulator = harness({ rateLimit: 3 })

  test("answers 429 above so many requests in any second, for each account on its own", async () => {
    const { h } = emulator
    const ask = (key = h.apiKey) => h.call("GET", "/v1/sandboxes", undefined, key)
    for (const pause of [0, 400, 400]) {
      h.clock.pass(pause)
      expect((await ask()).status).toBe(200)
    }
    const refused = await ask()
    expect(refused).toMatchObject({
      status: 429,
      body: { code: "rate_limited", message: "Too many requests: at most 3 a second" },
    })
    expect(refused.headers.get("retry-after")).toBe("1")
    expect((await ask("sk-other")).status).toBe(200)
    h.clock.pass(200)
    expect((await ask()).status).toBe(200)
    expect((await ask()).status).toBe(429)
  })

  test("can be set for one account, 0 lifts it", async () => {
    const { h } = emulator
    h.account.configure({ rateLimit: 1 })
    expect((await h.call("GET", "/v1/sandboxes")).status).toBe(200)
    expect((await h.call("GET", "/v1/sandboxes")).status).toBe(429)
    h.account.configure({ rateLimit: 0 })
    for (let count = 0; count < 10; count += 1)
      expect((await h.call("GET", "/v1/sandboxes")).status).toBe(200)
  })

  test("comes after the key and before everything else", async () => {
    const { h } = emulator
    h.account.configure({ rateLimit: 1 })
    await h.call("GET", "/v1/sandboxes")
    expect((await h.call("POST", "/v1/sandboxes", "{bad")).status).toBe(429)
  })
})

describe("Settings", () => {
  const emulator = harness({ latencyMs: 50 })

  test("delay every answer, also refusals", async () => {
    const { h } = emulator
    await h.call("GET", "/v1/sandboxes")
    await h.call("GET", "/v1/sandboxes", undefined, null)
    expect(h.clock.sleeps).toEqual([50, 50])
    h.account.configure({ latencyMs: 7 })
    await h.call("GET", "/v1/sandboxes")
    expect(h.clock.sleeps).toEqual([50, 50, 7])
  })

  test("of one account win over those of the emulator", async () => {
    const { h } = emulator
    h.account.configure({ bootMs: 40_000, stopMs: 20_000 })
    const id = await h.begin()
    h.clock.pass(39_000)
    expect(await h.statusOf(id)).toBe("starting/waiting_ready")
    h.clock.pass(1000)
    await h.call("DELETE", `/v1/sandboxes/${id}`)
    h.clock.pass(19_000)
    expect(await h.statusOf(id)).toBe("terminating/cleaning_data")
  })

  test.each([
    [{ bootMs: -1 }, "Cannot set bootMs: it must be a whole number from 0 to 86400000, got -1"],
    [{ port: 65536 }, "Cannot set port: it must be a whole number from 0 to 65535, got 65536"],
    [{ rateLimit: 0.5 }, "Cannot set rateLimit"],
    [{ apiKeys: ["a", ""] }, "Cannot set apiKeys: a key is empty"],
    [{ fullRegions: ["mars"] }, 'Cannot set fullRegions: "mars" must be one of us-east'],
  ])("are checked: %j", async (options, message) => {
    await expect(launch(options, () => new FakeClock())).rejects.toThrow(message)
  })

  test("of a port in use are refused with the way out", async () => {
    const port = Number(new URL(emulator.h.emulator.url).port)
    await expect(launch({ port }, () => new FakeClock())).rejects.toThrow(
      `Cannot listen on 127.0.0.1:${port}: the port is in use, choose another one or 0 for any free one`,
    )
  })
})
