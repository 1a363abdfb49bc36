import type { MetricsQuery } from "../../provider/src/contract"
import { emulator, invalid } from "../support/api"

const server = emulator()

const paths = ["metrics", "metrics/chart"]

describe.each(paths)("GET /v1/sandboxes/{sandbox_id}/%s: wrong types and values", (path) => {
  test.each([
    ["start=yesterday", "start must be a time in ISO 8601, RFC 3339 or Unix time"],
    ["end=2026-99-99", "end must be a time in ISO 8601, RFC 3339 or Unix time"],
  ])("%s", async (query, message) => {
    const { raw, running } = server.account()
    expect(await raw("GET", `/v1/sandboxes/${await running()}/${path}?${query}`)).toMatchObject({
      status: 400,
      body: invalid(message),
    })
  })
})

describe("step: wrong types and values", () => {
  test.each([
    ["metrics?step=0", "step must be at least 1"],
    ["metrics?step=5s", "step must be a number"],
    ["metrics?step=1.5", "step must be a whole number"],
    ["metrics/chart?step=soon", "step must be a duration such as 5s, 15m or 1h"],
    ["metrics/chart?step=-5s", "step must be a duration such as 5s, 15m or 1h"],
    ["metrics/chart?step=0s", "step must be longer than 0 s"],
  ])("%s", async (query, message) => {
    const { raw, running } = server.account()
    expect(await raw("GET", `/v1/sandboxes/${await running()}/${query}`)).toMatchObject({
      status: 400,
      body: invalid(message),
    })
  })
})

/** A sandbox that has run for an hour, and times of it in seconds after its start. */
async function anHourOld() {
  const api = server.account()
  const id = await api.running({ timeout: 86_400 })
  const start = Date.parse(api.account.sandbox(id)?.startedAt ?? "")
  api.account.setClockOffset(3_600_000)
  return { ...api, id, at: (seconds: number) => new Date(start + seconds * 1000) }
}

describe("GET /v1/sandboxes/{sandbox_id}/metrics", () => {
  test("shows the last 5 minutes in steps of 5 seconds", async () => {
    const { client, id } = await anHourOld()
    const { metrics, ...rest } = await client.getMetrics(id)
    expect(rest).toMatchObject({ sandboxId: id, status: "running" })
    expect(rest.uptimeSeconds).toBeGreaterThanOrEqual(3600)
    expect(metrics).toHaveLength(61)
    const [first, second] = metrics
    expect(Date.parse(second?.timestamp ?? "") - Date.parse(first?.timestamp ?? "")).toBe(5000)
  })

  test("measures CPU in percent, memory and disk in bytes", async () => {
    const { client, account, id } = await anHourOld()
    const { cpuCount = 0, memoryMb = 0, storageGb = 0 } = account.sandbox(id) ?? {}
    for (const point of (await client.getMetrics(id)).metrics) {
      expect(point).toMatchObject({ cpuCount, memTotal: memoryMb * 2 ** 20, diskTotal: storageGb * 2 ** 30 })
      expect(point.cpuUsedPct).toBeGreaterThanOrEqual(0)
      expect(point.cpuUsedPct).toBeLessThanOrEqual(100)
      expect(point.memUsed).toBeLessThanOrEqual(point.memTotal)
      expect(point.diskUsed).toBeLessThanOrEqual(point.diskTotal)
    }
  })

  test("takes times in every form, backwards as well, and answers the same", async () => {
    const { client, id, at } = await anHourOld()
    const [from, to] = [at(600), at(660)]
    const unix = (time: Date) => String(time.getTime() / 1000)
    const forms: MetricsQuery[] = [
      { start: from.toISOString(), end: to.toISOString() },
      { start: from.toISOString().replace("Z", "+00:00"), end: to.toISOString().replace("Z", "+00:00") },
      { start: unix(from), end: unix(to) },
      { start: String(from.getTime()), end: String(to.getTime()) },
      { start: to.toISOString(), end: from.toISOString() },
    ]
    const answers = await Promise.all(forms.map((query) => client.getMetrics(id, { ...query, step: 20 })))
    const times = answers.map(({ metrics }) => metrics.map(({ timestamp }) => timestamp))
    const expected = [600, 620, 640, 660].map((seconds) => at(seconds).toISOString())
    expect(times).toEqual(forms.map(() => expected))
  })

  test("answers a bounded number of points", async () => {
    const { client, id, at } = await anHourOld()
    const { metrics } = await client.getMetrics(id, { start: at(0).toISOString(), step: 1 })
    expect(metrics.length).toBeGreaterThan(100)
    expect(metrics.length).toBeLessThanOrEqual(1000)
  })

  test("shows nothing from before the start", async () => {
    const { client, id, at } = await anHourOld()
    const { metrics } = await client.getMetrics(id, {
      start: at(-3600).toISOString(),
      end: at(10).toISOString(),
    })
    expect(metrics.map(({ timestamp }) => timestamp)).toEqual(
      [0, 5, 10].map((seconds) => at(seconds).toISOString()),
    )
  })

  test.each(["paused", "terminated", "starting"])("is empty for a sandbox that is %s", async (status) => {
    const { client, account, running } = server.account()
    const id = await running()
    account.configure({ bootMs: 60_000 })
    account.change(id, { status })
    expect(await client.getMetrics(id)).toMatchObject({ status, metrics: [] })
  })
})

describe("GET /v1/sandboxes/{sandbox_id}/metrics/chart", () => {
  test("shows the same, ready to draw", async () => {
    const { client, id } = await anHourOld()
    const chart = await client.getMetricsChart(id, { step: "1m" })
    expect(chart).toMatchObject({ sandboxId: id, status: "running" })
    expect(chart.series).toHaveLength(3)
    expect(chart.series).toMatchObject([{ name: "cpu" }, { name: "memory" }, { name: "disk" }])
  })

  test.each(["60s", "1m", "60"])("takes the step %s", async (step) => {
    const { raw, id, at } = await anHourOld()
    const query = new URLSearchParams({ start: at(0).toISOString(), end: at(300).toISOString(), step })
    const { data } = await raw("GET", `/v1/sandboxes/${id}/metrics/chart?${query}`)
    expect(data.series).toMatchObject([
      { data: { length: 6 } },
      { data: { length: 6 } },
      { data: { length: 6 } },
    ])
  })
})
