import { Journal } from "../../../emulator/src/journal"
import type { JournalEntry } from "../../../emulator/src/types"
import { harness } from "./support"

const emulator = harness({ latencyMs: 5 })

describe("The journal", () => {
  test("holds every request of an account in order, without its key", async () => {
    const { h } = emulator
    const id = await h.begin({ name: "a", env_vars: { A: "1" } })
    await h.call("GET", "/v1/sandboxes?limit=5&status=running")
    await h.call("PUT", `/v1/sandboxes/${id}`, { timeout: 1 })
    await h.call("GET", "/v1/nowhere?x=1")
    await h.call("GET", "/v1/sandboxes", undefined, "sk-other")
    const begun = Date.parse("2026-01-01T00:00:00Z")
    const common = { contentType: "application/json", userAgent: "node", query: {}, ms: 5 }
    expect(h.account.requests()).toEqual([
      {
        ...common,
        at: begun,
        method: "POST",
        path: "/v1/sandboxes",
        endpoint: "createSandbox",
        body: { name: "a", env_vars: { A: "1" }, is_async: true },
        status: 201,
      },
      {
        ...common,
        at: begun + 5,
        method: "GET",
        path: "/v1/sandboxes",
        endpoint: "listSandboxes",
        query: { limit: "5", status: "running" },
        body: null,
        status: 200,
      },
      {
        ...common,
        at: begun + 10,
        method: "PUT",
        path: `/v1/sandboxes/${id}`,
        endpoint: "extendTimeout",
        body: { timeout: 1 },
        status: 400,
      },
      {
        ...common,
        at: begun + 15,
        method: "GET",
        path: "/v1/nowhere",
        endpoint: null,
        query: { x: "1" },
        body: null,
        status: 404,
      },
    ])
    expect(JSON.stringify(h.account.requests())).not.toContain(h.apiKey)
  })

  test("masks the keys of object storage wherever they are, also in a refused body", async () => {
    const { h } = emulator
    const mount = { uri: "ftp://x", mount_point: "/x", access_key: "AK-never", secret_key: "SK-never" }
    for (const object_storage of [mount, [mount]]) await h.call("POST", "/v1/sandboxes", { object_storage })
    const [first, second] = h.account.requests()
    const masked = { uri: "ftp://x", mount_point: "/x", access_key: "***", secret_key: "***" }
    expect([first?.body, second?.body]).toEqual([{ object_storage: masked }, { object_storage: [masked] }])
  })

  test("notes unreadable bodies, refused keys of nobody and too many requests", async () => {
    const { h } = emulator
    await h.call("POST", "/v1/sandboxes", "{bad")
    await h.call("GET", "/v1/sandboxes/%zz")
    h.account.configure({ rateLimit: 1 })
    await h.call("GET", "/v1/sandboxes")
    await h.call("GET", "/v1/sandboxes")
    expect(h.account.requests().map(({ status, body, endpoint }) => [status, body, endpoint])).toEqual([
      [400, null, "createSandbox"],
      [400, null, null],
      [200, null, "listSandboxes"],
      [429, null, "listSandboxes"],
    ])
  })

  test("holds no more than 64 MiB of bodies, and drops the oldest first", async () => {
    const journal = new Journal(true)
    const entryOf = (at: number): JournalEntry => ({
      ...{ at, method: "POST", path: "/", endpoint: null, query: {}, body: null },
      ...{ contentType: null, userAgent: null, status: 200, ms: 1 },
    })
    const body = { description: "x".repeat(1024 * 1024) }
    for (let at = 0; at < 80; at += 1) {
      const entry = entryOf(at)
      journal.add(entry)
      journal.addBody(entry, body)
    }
    const kept = journal.entries().map(({ at }) => at)
    expect(kept.at(-1)).toBe(79)
    expect(kept.length).toBeLessThan(64)
    expect(kept.length).toBeGreaterThan(50)
    expect(kept[0]).toBe(80 - kept.length)
  })

  test("is not kept if nobody can read it", () => {
    const journal = new Journal(false)
    const entry = { path: "/" } as JournalEntry
    journal.add(entry)
    journal.addBody(entry, { name: "a" })
    expect([journal.entries(), entry.body]).toEqual([[], undefined])
  })

  test("answers copies, and can be cleared", async () => {
    const { h } = emulator
    await h.call("GET", "/v1/sandboxes")
    const copy = h.account.requests()
    copy.pop()
    expect(h.account.requests()).toHaveLength(1)
    h.account.clearRequests()
    expect(h.account.requests()).toEqual([])
  })
})
