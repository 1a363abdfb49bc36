import { type MetricsPoint, metricsLimits } from "../../../provider/src/contract"
import { invalidRequest } from "../errors"
import { pointsOf, rangeOf } from "../metrics"
import { shownSandbox } from "../payloads"
import type { Handlers, Services } from "./handlers"

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600 }

/** `15m` in seconds; a number without unit is seconds. */
function durationSeconds(text: string): number {
  const unit = unitSeconds[text.slice(-1)]
  const seconds = Number.parseFloat(text) * (unit ?? 1)
  if (seconds > 0) return seconds
  throw invalidRequest("Invalid request: step must be longer than 0 s")
}

const measures = [
  { name: "cpu", unit: "percent", color: "#2563eb", value: (point: MetricsPoint) => point.cpuUsedPct },
  { name: "memory", unit: "bytes", color: "#16a34a", value: (point: MetricsPoint) => point.memUsed },
  { name: "disk", unit: "bytes", color: "#d97706", value: (point: MetricsPoint) => point.diskUsed },
]

function statisticsOf(values: number[]) {
  const latest = values.at(-1)
  const first = values[0]
  if (latest === undefined || first === undefined) return null
  const average = values.reduce((sum, value) => sum + value, 0) / values.length
  const trend = latest === first ? "stable" : latest > first ? "up" : "down"
  return { min: Math.min(...values), max: Math.max(...values), average, latest, trend }
}

const seriesOf = (points: MetricsPoint[]) =>
  measures.map(({ name, unit, color, value }) => ({
    ...{ name, unit, color },
    data: points.map((point) => ({ timestamp: point.timestamp, value: value(point) })),
    statistics: statisticsOf(points.map(value)),
  }))

export const metricsRoutes = ({ store }: Services) =>
  ({
    getMetrics({ account, params, query }) {
      const now = account.now()
      const range = rangeOf(query, query.step ?? metricsLimits.stepSeconds, now)
      const sandbox = store.get(account, params.sandboxId)
      const { sandboxId, status, uptime } = shownSandbox(sandbox, now)
      const timestamp = new Date(now).toISOString()
      const metrics = pointsOf(sandbox, range, now)
      return {
        data: { sandboxId, status, timestamp, uptimeSeconds: uptime, metrics },
        message: "Metrics retrieved",
      }
    },
    getMetricsChart({ account, params, query }) {
      const now = account.now()
      const stepSeconds = query.step === undefined ? metricsLimits.stepSeconds : durationSeconds(query.step)
      const range = rangeOf(query, stepSeconds, now)
      const sandbox = store.get(account, params.sandboxId)
      const { sandboxId, status } = sandbox
      return {
        data: { sandboxId, status, series: seriesOf(pointsOf(sandbox, range, now)) },
        message: "Chart retrieved",
      }
    },
  }) satisfies Partial<Handlers>
