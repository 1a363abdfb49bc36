import { type MetricsPoint, type MetricsQuery, metricsLimits } from "../../provider/src/contract"
import { invalidRequest } from "./errors"
import type { Sandbox } from "./record"

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3
const defaultRangeMs = 5 * 60_000
/** Unix times above this are milliseconds: as seconds it would be the year 5138. */
const largestUnixSeconds = 100_000_000_000

function parseTime(field: string, text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) {
    const unix = Number(text)
    return unix < largestUnixSeconds ? unix * 1000 : unix
  }
  const hasZone = /(z|[+-]\d{2}:?\d{2})$/i.test(text)
  const isDateTime = /^\d{4}-\d{2}-\d{2}t/i.test(text)
  const time = /^\d{4}-\d{2}-\d{2}/.test(text)
    ? Date.parse(isDateTime && !hasZone ? `${text}Z` : text)
    : Number.NaN
  if (!Number.isNaN(time)) return time
  throw invalidRequest(`Invalid request: ${field} must be a time in ISO 8601, RFC 3339 or Unix time`)
}

/** When to measure, in milliseconds. */
export interface Range {
  start: number
  end: number
  step: number
}

/** A range given backwards is turned round. */
export function rangeOf(query: Pick<MetricsQuery, "start" | "end">, stepSeconds: number, now: number): Range {
  const end = query.end === undefined ? now : parseTime("end", query.end)
  const start =
    query.start === undefined ? Math.min(end, now) - defaultRangeMs : parseTime("start", query.start)
  return { start: Math.min(start, end), end: Math.max(start, end), step: stepSeconds * 1000 }
}

/** A wave between 0 and 1 that depends on nothing but sandbox and time, so that repeated questions agree. */
function wave(sandboxId: string, at: number, periodMs: number): number {
  const phase = Number.parseInt(sandboxId.slice(-4), 16) || 0
  return (1 + Math.sin(((at + phase * 1000) / periodMs) * 2 * Math.PI)) / 2
}

function measure({ sandboxId, cpuCount, memoryMb, storageGb }: Sandbox, at: number): MetricsPoint {
  const memTotal = memoryMb * mebibyte
  const diskTotal = storageGb * gibibyte
  return {
    timestamp: new Date(at).toISOString(),
    cpuCount,
    cpuUsedPct: Math.round(1000 * (5 + 40 * wave(sandboxId, at, 120_000))) / 1000,
    memTotal,
    memUsed: Math.round(memTotal * (0.2 + 0.3 * wave(sandboxId, at, 600_000))),
    diskTotal,
    diskUsed: Math.round(diskTotal * 0.1),
  }
}

/** What was measured while the sandbox ran; steps grow wider if there would be too many points. */
export function pointsOf(sandbox: Sandbox, { start, end, step }: Range, now: number): MetricsPoint[] {
  if (sandbox.status !== "running" || sandbox.runningSince === null) return []
  const from = Math.max(start, sandbox.runningSince)
  const length = Math.min(end, now) - from
  if (length < 0) return []
  const widened = step * Math.max(1, Math.ceil(length / step / (metricsLimits.points - 1)))
  const count = Math.floor(length / widened) + 1
  return Array.from({ length: count }, (_, index) => measure(sandbox, from + index * widened))
}
