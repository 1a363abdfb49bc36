import { harness } from "./support"

const emulator = harness()
const create = (name: string) => emulator.h.call("POST", "/v1/sandboxes", { name, is_async: true })
const names = () => emulator.h.account.sandboxes().map(({ name }) => name)
const statuses = () => emulator.h.account.requests().map(({ status }) => status)

describe("A fault of a request", () => {
  test("answers a status instead of doing the work, once unless said otherwise", async () => {
    const { h } = emulator
    h.account.addFault({ kind: "status", endpoint: "createSandbox", status: 503 })
    expect(await create("a")).toMatchObject({ status: 503, body: { success: false, code: "scripted_fault" } })
    expect((await create("b")).status).toBe(201)
    expect(names()).toEqual(["b"])
  })

  test("answers a status, body and headers of one's own after the work", async () => {
    const { h } = emulator
    h.account.addFault({
      kind: "status",
      endpoint: "createSandbox",
      status: 429,
      body: { success: false, message: "Own" },
      headers: { "retry-after": "7" },
      after: true,
      times: 2,
    })
    for (const name of ["a", "b"]) {
      const answer = await create(name)
      expect(answer).toMatchObject({ status: 429, body: { message: "Own" } })
      expect(answer.headers.get("retry-after")).toBe("7")
      expect(answer.headers.get("x-request-id")).toMatch(/^req-/)
    }
    expect((await create("c")).status).toBe(201)
    expect(names()).toEqual(["a", "b", "c"])
  })

  test("answers what is made of the real answer", async () => {
    const { h } = emulator
    h.account.addFault({
      kind: "alter",
      endpoint: "createSandbox",
      alter: (body) => ({
        ...Object(body),
        data: { ...Reflect.get(Object(body), "data"), cpu_count: "two" },
      }),
    })
    expect(await create("a")).toMatchObject({ status: 201, body: { data: { name: "a", cpu_count: "two" } } })
    expect(names()).toEqual(["a"])
  })

  test("sends a text as it is", async () => {
    const { h } = emulator
    h.account.addFault({
      kind: "status",
      endpoint: "listRegions",
      status: 502,
      body: "<h1>Bad gateway</h1>",
      headers: { "content-type": "text/html" },
    })
    const response = await fetch(`${h.emulator.url}/v1/scalebox-regions`, {
      headers: { "X-API-Key": h.apiKey },
    })
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      502,
      "text/html",
      "<h1>Bad gateway</h1>",
    ])
  })

  test("ends the connection before the work", async () => {
    const { h } = emulator
    h.account.addFault({ kind: "resetBefore", endpoint: "createSandbox" })
    await expect(create("a")).rejects.toThrow("fetch failed")
    expect([names(), statuses()]).toEqual([[], [null]])
  })

  test("ends the connection after the work", async () => {
    const { h } = emulator
    h.account.addFault({ kind: "resetAfter", endpoint: "createSandbox" })
    await expect(create("a")).rejects.toThrow("fetch failed")
    expect([names(), statuses()]).toEqual([["a"], [null]])
  })

  test("answers nonsense with 200 after the work", async () => {
    const { h } = emulator
    h.account.addFault({ kind: "rawBody", endpoint: "createSandbox", rawBody: '{"data": {' })
    await expect(create("a")).rejects.toThrow("JSON")
    expect([names(), statuses()]).toEqual([["a"], [200]])
  })

  test.each([
    [false, "2026-01-01T00:00:05.000Z"],
    [true, "2026-01-01T00:00:00.000Z"],
  ])("delays the work, or only the answer (after: %s)", async (after, created) => {
    const { h } = emulator
    h.account.addFault({ kind: "delay", endpoint: "createSandbox", delayMs: 5000, after })
    expect((await create("a")).status).toBe(201)
    expect(h.account.sandboxes()[0]?.createdAt).toBe(created)
    expect(h.clock.now()).toBe(Date.parse("2026-01-01T00:00:05Z"))
  })

  test("concerns one endpoint of one account, and the sandbox that it names", async () => {
    const { h } = emulator
    const seen: unknown[] = []
    h.account.addFault({
      kind: "status",
      endpoint: "createSandbox",
      status: 500,
      sandbox: (target) => {
        seen.push(target)
        return target.name === "b"
      },
    })
    const id = (await create("a")).body.data.sandbox_id
    expect((await h.call("POST", "/v1/sandboxes", { name: "b", is_async: true }, "sk-other")).status).toBe(
      201,
    )
    expect((await create("b")).status).toBe(500)
    expect(seen).toEqual([
      { sandboxId: undefined, name: "a" },
      { sandboxId: undefined, name: "b" },
    ])
    h.account.addFault({
      kind: "status",
      endpoint: "getSandbox",
      status: 500,
      sandbox: ({ sandboxId }) => sandboxId === id,
    })
    expect((await h.call("GET", "/v1/sandboxes/sbx-other")).status).toBe(404)
    expect((await h.call("GET", `/v1/sandboxes/${id}`)).status).toBe(500)
  })

  test("lasts for ever with Infinity, until it is cleared", async () => {
    const { h } = emulator
    h.account.addFault({
      kind: "status",
      endpoint: "createSandbox",
      status: 500,
      times: Number.POSITIVE_INFINITY,
    })
    for (let count = 0; count < 5; count += 1) expect((await create("a")).status).toBe(500)
    h.account.clearFaults()
    expect((await create("a")).status).toBe(201)
  })

  test("waits for its turn behind earlier ones", async () => {
    const { h } = emulator
    h.account.addFault({ kind: "status", endpoint: "createSandbox", status: 500 })
    h.account.addFault({ kind: "status", endpoint: "createSandbox", status: 502 })
    expect([(await create("a")).status, (await create("b")).status, (await create("c")).status]).toEqual([
      500, 502, 201,
    ])
  })
})

describe("A fault of a sandbox", () => {
  test("lets the boot fail at the end of a step, with its reason", async () => {
    const { h } = emulator
    h.account.addFault({
      kind: "failBoot",
      substatus: "deploying",
      reason: "No image",
      sandbox: ({ name }) => name === "b",
    })
    await h.run({ name: "a" })
    const { status, body } = await h.call("POST", "/v1/sandboxes", { name: "b" })
    expect(status).toBe(201)
    expect(body.data).not.toHaveProperty("substatus")
    expect(body.data).toMatchObject({
      status: "failed",
      reason: "No image",
      started_at: null,
      ended_at: "2026-01-01T00:00:06.000Z",
    })
    await h.run({ name: "b" })
  })

  test("lets the boot hang until it is released", async () => {
    const { h } = emulator
    h.account.addFault({ kind: "hangBoot", substatus: "initializing" })
    const id = await h.begin()
    h.clock.pass(1_000_000)
    expect(await h.statusOf(id)).toBe("starting/initializing")
    h.account.release(id)
    expect(await h.statusOf(id)).toBe("starting/initializing")
    h.clock.pass(2000)
    expect(await h.get(id)).toMatchObject({ status: "running", started_at: "2026-01-01T00:16:42.000Z" })
  })

  test("releases a create that waits for the end of the boot", async () => {
    const { h } = emulator
    h.account.addFault({ kind: "hangBoot", substatus: "allocating" })
    const created = h.call("POST", "/v1/sandboxes", { name: "a" })
    while (h.account.sandboxes().length === 0) await new Promise(setImmediate)
    h.account.release(h.account.sandboxes()[0]?.sandboxId ?? "")
    expect((await created).body.data.status).toBe("running")
  })

  test("is no longer looked at for a client that has gone away", async () => {
    const { h } = emulator
    h.account.addFault({ kind: "hangBoot", substatus: "allocating" })
    const leaving = new AbortController()
    const created = fetch(`${h.emulator.url}/v1/sandboxes`, {
      method: "POST",
      headers: { "X-API-Key": h.apiKey },
      signal: leaving.signal,
    })
    while (h.clock.sleeps.length < 3) await new Promise(setImmediate)
    leaving.abort()
    await expect(created).rejects.toThrow("aborted")
    while (h.account.requests()[0]?.status !== 201) await new Promise(setImmediate)
    const looks = h.clock.sleeps.length
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
    expect(h.clock.sleeps).toHaveLength(looks)
    expect(h.account.sandboxes()).toMatchObject([{ status: "starting" }])
  })

  test("rolls a pause back, and the timeout goes on", async () => {
    const { h } = emulator
    const id = await h.run()
    const before = await h.get(id)
    h.account.addFault({ kind: "rollBack", of: "pause", reason: "No space for the snapshot" })
    const { status, body } = await h.call("POST", `/v1/sandboxes/${id}/pause`)
    expect(status).toBe(200)
    expect(body.data).toMatchObject({
      status: "running",
      reason: "No space for the snapshot",
      paused_at: null,
      started_at: Reflect.get(before, "started_at"),
      timeout_at: Reflect.get(before, "timeout_at"),
    })
    expect((await h.call("POST", `/v1/sandboxes/${id}/pause`)).body.data.status).toBe("paused")
  })

  test("rolls a resume back, in a batch too", async () => {
    const { h } = emulator
    const id = await h.run()
    h.account.change(id, { status: "paused" })
    h.account.addFault({ kind: "rollBack", of: "resume", reason: "No capacity" })
    await h.call("POST", "/v1/sandboxes/batch-resume", { sandbox_ids: [id] })
    h.clock.pass(4000)
    expect(await h.get(id)).toMatchObject({ status: "paused", reason: "No capacity", resumed_at: null })
  })
})
