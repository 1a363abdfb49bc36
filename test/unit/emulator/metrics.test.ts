import { harness } from "./support"

const emulator = harness()
const begun = Date.parse("2026-01-01T00:00:04Z")
const iso = (seconds: number) => new Date(begun + seconds * 1000).toISOString()

async function times(id: string, query = "") {
  const { status, body } = await emulator.h.call("GET", `/v1/sandboxes/${id}/metrics${query}`)
  expect(status).toBe(200)
  return body.data.metrics.map(({ timestamp }) => timestamp)
}

describe("Metrics", () => {
  test("show a running sandbox every 5 seconds of the last 5 minutes, and agree with themselves", async () => {
    const { h } = emulator
    const id = await h.run({ timeout: 3600, cpu_count: 2, memory_mb: 1024, storage_gb: 1 })
    h.clock.pass(600_000)
    const { body } = await h.call("GET", `/v1/sandboxes/${id}/metrics`)
    expect(body.data).toMatchObject({
      sandbox_id: id,
      status: "running",
      uptime_seconds: 600,
      timestamp: iso(600),
    })
    expect(body.data.metrics).toHaveLength(61)
    expect(body.data.metrics[0]).toEqual({
      timestamp: iso(300),
      cpu_count: 2,
      cpu_used_pct: expect.any(Number),
      mem_total: 1024 ** 3,
      mem_used: expect.any(Number),
      disk_total: 1024 ** 3,
      disk_used: expect.any(Number),
    })
    expect((await h.call("GET", `/v1/sandboxes/${id}/metrics`)).body.data).toEqual(body.data)
  })

  test("take every kind of time, and turn a range given backwards round", async () => {
    const { h } = emulator
    const id = await h.run({ timeout: 3600 })
    h.clock.pass(600_000)
    const expected = [iso(60), iso(80), iso(100)]
    const start = begun + 60_000
    const end = begun + 100_000
    for (const [from, to] of [
      [iso(60), iso(100)],
      [iso(100), iso(60)],
      [String(start / 1000), String(end / 1000)],
      [String(start), String(end)],
      ["2026-01-01T02:01:04+02:00", "2026-01-01T00:01:44"],
    ]) {
      expect(
        await times(
          id,
          `?step=20&start=${encodeURIComponent(from ?? "")}&end=${encodeURIComponent(to ?? "")}`,
        ),
      ).toEqual(expected)
    }
  })

  test("are never more than 1000 points, and only of the time it ran", async () => {
    const { h } = emulator
    const id = await h.run({ timeout: 86_400 })
    h.clock.pass(80_000_000)
    const points = await times(id, "?start=0&step=1")
    expect(points).toHaveLength(988)
    expect([points[0], points[1], points.at(-1)]).toEqual([iso(0), iso(81), iso(79_947)])
    expect(await times(id, "?start=2020-01-01&end=2020-01-02")).toEqual([])
    expect(await times(id, "?start=2030-01-01&end=2030-01-02")).toEqual([])
    h.account.change(id, { status: "paused" })
    expect(await times(id)).toEqual([])
  })

  test.each([
    ["metrics?start=yesterday", /start must be a time in ISO 8601, RFC 3339 or Unix time/],
    ["metrics?end=2026-99-99", /end must be a time/],
    ["metrics?step=0", /step must be at least 1/],
    ["metrics?step=1.5", /step must be a whole number|step must be an? /],
    ["metrics/chart?step=0s", /step must be longer than 0 s/],
    ["metrics/chart?step=often", /step must be a duration such as 5s, 15m or 1h/],
  ])("refuse %s", async (path, message) => {
    const { h } = emulator
    expect(await h.call("GET", `/v1/sandboxes/x/${path}`)).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(message) },
    })
  })
})

describe("The chart", () => {
  test("holds a series with statistics for each measure", async () => {
    const { h } = emulator
    const id = await h.run({ timeout: 3600 })
    h.clock.pass(600_000)
    const { body } = await h.call("GET", `/v1/sandboxes/${id}/metrics/chart?step=1m`)
    expect(body.data).toMatchObject({ sandbox_id: id, status: "running" })
    expect(body.data.series).toHaveLength(3)
    expect(body.data.series[0]).toMatchObject({
      name: "cpu",
      unit: "percent",
      statistics: { min: expect.any(Number), trend: expect.stringMatching(/^(up|down|stable)$/) },
    })
    expect(body.data.series[0]?.data).toHaveLength(6)
    h.account.change(id, { status: "paused" })
    const empty = (await h.call("GET", `/v1/sandboxes/${id}/metrics/chart`)).body.data.series[0]
    expect(empty).toMatchObject({ data: [], statistics: null })
  })
})
