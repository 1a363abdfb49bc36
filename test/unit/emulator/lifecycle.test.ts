import { harness } from "./support"

const emulator = harness()
const start = "2026-01-01T00:00:00.000Z"
const at = (seconds: number) => new Date(Date.parse(start) + seconds * 1000).toISOString()

describe("A new sandbox", () => {
  test("goes through all steps of starting, each a quarter of the boot time", async () => {
    const { h } = emulator
    const { body } = await h.call("POST", "/v1/sandboxes", { is_async: true })
    expect(body.data).toMatchObject({ status: "created", started_at: null, timeout_at: null, uptime: 0 })
    const seen: string[] = []
    for (let step = 0; step < 5; step += 1) {
      seen.push(await h.statusOf(body.data.sandbox_id))
      h.clock.pass(1000)
    }
    expect(seen).toEqual([
      "starting/allocating",
      "starting/deploying",
      "starting/initializing",
      "starting/waiting_ready",
      "running",
    ])
  })

  test("counts its timeout from the moment it runs, however late somebody looks", async () => {
    const { h } = emulator
    const id = await h.begin({ timeout: 60 })
    h.clock.pass(14_000)
    expect(await h.get(id)).toMatchObject({
      status: "running",
      created_at: start,
      started_at: at(4),
      timeout_at: at(64),
      uptime: 10,
      total_running_seconds: 10,
      remaining_seconds: 50,
    })
  })

  test("is waited for unless is_async is true", async () => {
    const { h } = emulator
    const { status, body } = await h.call("POST", "/v1/sandboxes", { is_async: false })
    expect(status).toBe(201)
    expect(body.data).toMatchObject({ status: "running", started_at: at(4) })
    expect(h.clock.now()).toBe(Date.parse(at(4)))
  })
})

describe("A timeout", () => {
  test("terminates the sandbox, which stays visible", async () => {
    const { h } = emulator
    const id = await h.run({ timeout: 60 })
    h.clock.pass(60_000)
    expect(await h.statusOf(id)).toBe("terminating/cleaning_resources")
    h.clock.pass(500)
    expect(await h.statusOf(id)).toBe("terminating/cleaning_data")
    h.clock.pass(500)
    expect(await h.get(id)).toMatchObject({
      status: "terminated",
      reason: "Timeout reached",
      stopped_at: at(64),
      ended_at: at(65),
      remaining_seconds: null,
      total_running_seconds: 60,
    })
  })

  test("pauses the sandbox with auto_pause, and counts again after a resume", async () => {
    const { h } = emulator
    const id = await h.run({ timeout: 60, auto_pause: true })
    h.clock.pass(70_000)
    expect(await h.get(id)).toMatchObject({
      status: "paused",
      reason: "Timeout reached",
      pausing_at: at(64),
      paused_at: at(65),
      timeout_at: null,
      total_running_seconds: 61,
      total_paused_seconds: 9,
    })
    const { status, body } = await h.call("POST", `/v1/sandboxes/${id}/resume`)
    expect(status).toBe(200)
    expect(body.data).not.toHaveProperty("reason")
    expect(body.data).toMatchObject({
      status: "running",
      resumed_at: at(78),
      started_at: at(78),
      timeout_at: at(138),
      total_paused_seconds: 13,
    })
  })
})

describe("Pause and resume", () => {
  test("take their time when asynchronous, and refuse what does not fit the status", async () => {
    const { h } = emulator
    const id = await h.run()
    const pause = () => h.call("POST", `/v1/sandboxes/${id}/pause`, { is_async: true })
    const resume = () => h.call("POST", `/v1/sandboxes/${id}/resume`, { is_async: true })
    const refusal = (status: string, wanted: string) => ({
      status: 409,
      body: {
        code: "conflict",
        message: expect.stringMatching(new RegExp(`is ${status}, must be ${wanted}`)),
      },
    })
    expect(await resume()).toMatchObject(refusal("running", "paused"))
    expect((await pause()).body.data.status).toBe("pausing")
    expect(await pause()).toMatchObject(refusal("pausing", "running"))
    expect(await h.call("DELETE", `/v1/sandboxes/${id}`)).toMatchObject({ status: 409 })
    h.clock.pass(1000)
    expect(await h.statusOf(id)).toBe("paused")
    expect(await pause()).toMatchObject(refusal("paused", "running"))
    expect((await resume()).body.data.status).toBe("resuming")
    h.clock.pass(4000)
    expect(await h.statusOf(id)).toBe("running")
  })
})

describe("Delete", () => {
  test.each(["starting", "running", "paused", "failed", "terminated"])(
    "ends a %s sandbox, which is then gone",
    async (status) => {
      const { h } = emulator
      const id = status === "starting" ? await h.begin() : await h.run()
      if (status !== "starting") h.account.change(id, { status })
      const { status: answered, body } = await h.call("DELETE", `/v1/sandboxes/${id}`)
      expect(answered).toBe(202)
      expect(body.data).toMatchObject({ sandbox_id: id, status: "terminating" })
      expect(await h.get(id)).toMatchObject({ status: "terminating", deletion_in_progress: true })
      h.clock.pass(1000)
      expect(await h.call("GET", `/v1/sandboxes/${id}`)).toMatchObject({
        status: 404,
        body: { success: false, code: "not_found", message: `Sandbox "${id}" not found` },
      })
      expect(h.account.sandboxes()).toEqual([])
    },
  )

  test("answers 404 the second time, also while the first goes on", async () => {
    const { h } = emulator
    const id = await h.run()
    await h.call("DELETE", `/v1/sandboxes/${id}`)
    expect((await h.call("DELETE", `/v1/sandboxes/${id}`)).status).toBe(404)
    h.clock.pass(1000)
    expect((await h.call("DELETE", `/v1/sandboxes/${id}`)).status).toBe(404)
  })
})

describe("Terminate", () => {
  test("ends a sandbox in any status at once and leaves it visible", async () => {
    const { h } = emulator
    const id = await h.begin()
    expect(await h.call("POST", `/v1/sandboxes/${id}/terminate`)).toMatchObject({
      status: 202,
      body: { data: { sandbox_id: id, status: "terminating" } },
    })
    h.clock.pass(1000)
    expect(await h.get(id)).toMatchObject({ status: "terminated", deletion_in_progress: false })
  })

  test("does no harm the second time", async () => {
    const { h } = emulator
    const id = await h.run()
    await h.call("POST", `/v1/sandboxes/${id}/terminate`)
    h.clock.pass(1000)
    const ended = await h.get(id)
    expect((await h.call("POST", `/v1/sandboxes/${id}/terminate`)).status).toBe(202)
    expect(await h.get(id)).toEqual(ended)
  })
})

describe("Somebody else", () => {
  test("can change a sandbox from outside", async () => {
    const { h } = emulator
    const id = await h.run({ timeout: 600 })
    h.account.change(id, { timeout: 900, name: "other", projectId: "prj-x" })
    expect(await h.get(id)).toMatchObject({
      timeout: 900,
      timeout_at: at(904),
      name: "other",
      project_id: "prj-x",
    })
    h.account.change(id, { status: "failed", reason: "Out of memory" })
    expect(await h.get(id)).toMatchObject({ status: "failed", reason: "Out of memory", ended_at: at(4) })
    h.account.change(id, { status: "migrating", substatus: "copying" })
    h.clock.pass(10_000_000)
    expect(await h.statusOf(id)).toBe("migrating/copying")
    h.account.remove(id)
    expect(await h.statusOf(id)).toBe("gone")
    expect(() => h.account.change(id, {})).toThrow(`This account has no sandbox "${id}"`)
  })

  test("can shift the account's clock, which all its times follow", async () => {
    const { h } = emulator
    h.account.setClockOffset(-3_600_000)
    const id = await h.run({ timeout: 600 })
    expect(await h.get(id)).toMatchObject({ created_at: at(-3600), started_at: at(-3596) })
    h.account.setClockOffset(0)
    expect(await h.get(id)).toMatchObject({ status: "terminated", ended_at: at(-2995) })
  })
})

describe("switch-project", () => {
  test("moves the sandbox", async () => {
    const { h } = emulator
    const id = await h.run({ project_id: "prj-one" })
    const { status } = await h.call("POST", `/v1/sandboxes/${id}/switch-project`, { project_id: "prj-two" })
    expect(status).toBe(200)
    expect(await h.get(id)).toMatchObject({ project_id: "prj-two" })
  })
})
