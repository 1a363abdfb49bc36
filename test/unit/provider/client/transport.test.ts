import { inspect } from "node:util"
import { failureOf } from "../../../support/failures"
import {
  clientOn,
  lost,
  notSent,
  ok,
  type Reply,
  refused,
  secretKey,
  text,
  timedOut,
} from "../../../support/send"

const sandbox = { sandbox_id: "sbx-1", status: "running" }
const pagination = { page: 1, limit: 20, total: 0, total_pages: 0 }

describe("First contact", () => {
  test("with a server that never answers fails within seconds, and names it", async () => {
    const { client, clock } = clientOn(Array.from({ length: 100 }, notSent))
    const started = clock.now()
    const failure = await failureOf(client.getSandbox("sbx-1"))
    expect(clock.now() - started).toBeLessThan(5000)
    expect(failure.message).toBe(
      "GET /v1/sandboxes/sbx-1 got no answer from https://api.test: ECONNREFUSED (given up after 6 tries in 5 s). " +
        "Check that the API URL (scalebox:apiUrl or SCALEBOX_API_URL) is right and that the server is up",
    )
  })

  test("once created, later failures are met with the whole patience", async () => {
    const { client, clock } = clientOn([ok(sandbox), ...Array.from({ length: 100 }, lost)])
    await client.getSandbox("sbx-1")
    const started = clock.now()
    await failureOf(client.getSandbox("sbx-1"))
    expect(clock.now() - started).toBeGreaterThan(100_000)
  })

  test("counts as created also by a refusal", async () => {
    const { client, clock } = clientOn([refused(500, "Oh"), ...Array.from({ length: 100 }, notSent)])
    const started = clock.now()
    await failureOf(client.getSandbox("sbx-1"))
    expect(clock.now() - started).toBeGreaterThan(100_000)
  })
})

describe("maxConcurrency", () => {
  test("bounds the requests in flight", async () => {
    let inFlight = 0
    let most = 0
    const reply = async () => {
      inFlight += 1
      most = Math.max(most, inFlight)
      await new Promise((resolve) => setImmediate(resolve))
      inFlight -= 1
      return ok(sandbox)
    }
    const { client } = clientOn(
      Array.from({ length: 20 }, () => reply),
      { maxConcurrency: 3 },
    )
    await Promise.all(Array.from({ length: 20 }, (_, index) => client.getSandbox(`sbx-${index}`)))
    expect(most).toBe(3)
  })
})

describe("The key", () => {
  const failures: [string, Reply][] = [
    ["a refusal", refused(403, "No")],
    ["a wrong shape", ok({})],
    ["a body that is no JSON", text(200, "<html>")],
    ["a lost answer", lost()],
    ["a late answer", timedOut()],
  ]

  test.each(failures)("is nowhere in the error of %s", async (_, reply) => {
    const { client, requests } = clientOn([reply])
    const failure = await failureOf(client.createSandbox({ envVars: { TOKEN: "private-value" } }))
    expect(requests[0]?.headers["X-API-Key"]).toBe(secretKey)
    for (const shown of [
      failure.message,
      String(failure.stack),
      JSON.stringify(failure),
      inspect(failure, { depth: 10, showHidden: true }),
    ]) {
      expect(shown).not.toContain(secretKey)
      expect(shown).not.toContain("private-value")
      expect(shown).not.toMatch(/X-API-Key|User-Agent/i)
    }
  })

  test("travels in a header, never in the URL, the query or the body", async () => {
    const { client, requests } = clientOn([ok({ sandboxes: [], pagination })])
    await client.listSandboxes({ page: 1 })
    const { headers, ...rest } = requests[0] ?? { headers: {} }
    expect(headers).toEqual({
      Accept: "application/json",
      "User-Agent": expect.stringMatching(/^pulumi-scalebox\/\d+\.\d+\.\d+/),
      "X-API-Key": secretKey,
    })
    expect(JSON.stringify(rest)).not.toContain(secretKey)
  })

  test("is missed before anything is sent, but for regions", async () => {
    const { client, requests } = clientOn([ok({ scalebox_regions: [] })], { apiKey: "" })
    const failure = await failureOf(client.getSandbox("sbx-1"))
    expect(failure.code).toBe("configuration")
    expect(requests).toEqual([])
    await expect(client.listRegions()).resolves.toEqual([])
    expect(requests[0]?.headers).not.toHaveProperty("X-API-Key")
  })
})

describe("An unexpected error in sending", () => {
  test("is passed on as it is, and not tried again", async () => {
    const bug = new TypeError("a bug")
    const { client, requests } = clientOn([() => Promise.reject(bug)])
    await expect(client.getSandbox("sbx-1")).rejects.toBe(bug)
    expect(requests).toHaveLength(1)
  })
})
