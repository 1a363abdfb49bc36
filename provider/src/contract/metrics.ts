import * as z from "zod"
import { type Equal, same } from "./equal"

/** The API answers fewer, wider points if a range would hold more than this. */
export const metricsLimits = { points: 1000, stepSeconds: 5 } as const

/** Which stretch of time to show. A range given backwards is turned round by the API. */
export interface MetricsQuery {
  /** ISO 8601, RFC 3339 or Unix time; default: 5 minutes ago. */
  start?: string | undefined
  /** ISO 8601, RFC 3339 or Unix time; default: now. */
  end?: string | undefined
  /** Seconds between two points, at least 1; default 5. */
  step?: number | undefined
}

export const metricsQuery = z.object({
  start: z.string().optional(),
  end: z.string().optional(),
  step: z.coerce.number<number>().int().min(1).optional(),
})
same<Equal<z.input<typeof metricsQuery>, MetricsQuery>>()

/** One measurement. */
export interface MetricsPoint {
  /** When it was taken, ISO 8601. */
  timestamp: string
  /** Cores that the sandbox has. */
  cpuCount: number
  /** Percent of them in use, 0 to 100. */
  cpuUsedPct: number
  /** Bytes of memory that it has. */
  memTotal: number
  /** Bytes of memory in use. */
  memUsed: number
  /** Bytes of storage that it has. */
  diskTotal: number
  /** Bytes of storage in use. */
  diskUsed: number
}

/** Measurements of one sandbox; `metrics` is empty while it does not run. */
export interface SandboxMetrics {
  /** The sandbox that was asked for. */
  sandboxId: string
  /** When this was answered, ISO 8601. */
  timestamp?: string | undefined
  /** Status of the sandbox at that time. */
  status: string
  /** Seconds since the start. */
  uptimeSeconds?: number | undefined
  /** The measurements, oldest first. */
  metrics: MetricsPoint[]
}

export const sandboxMetrics = z.object({
  sandboxId: z.string(),
  timestamp: z.string().optional(),
  status: z.string(),
  uptimeSeconds: z.number().optional(),
  metrics: z
    .array(
      z.object({
        timestamp: z.string(),
        cpuCount: z.number(),
        cpuUsedPct: z.number(),
        memTotal: z.number(),
        memUsed: z.number(),
        diskTotal: z.number(),
        diskUsed: z.number(),
      }),
    )
    .nullish()
    .transform((list) => list ?? []),
})
same<Equal<z.output<typeof sandboxMetrics>, SandboxMetrics>>()

/** Which stretch of time to draw. */
export interface MetricsChartQuery {
  /** ISO 8601, RFC 3339 or Unix time; default: 5 minutes ago. */
  start?: string | undefined
  /** ISO 8601, RFC 3339 or Unix time; default: now. */
  end?: string | undefined
  /** Time between two points as a duration such as `5s`, `15m` or `1h`; default `5s`. */
  step?: string | undefined
}

export const metricsChartQuery = z.object({
  start: z.string().optional(),
  end: z.string().optional(),
  step: z
    .string()
    .regex(/^\d+(\.\d+)?(s|m|h)?$/, { error: "must be a duration such as 5s, 15m or 1h" })
    .optional(),
})
same<Equal<z.input<typeof metricsChartQuery>, MetricsChartQuery>>()

/** Data ready to draw. Neither reference nor description say more of its shape, so all else passes as it comes. */
export interface SandboxMetricsChart {
  /** The sandbox that was asked for. */
  sandboxId?: string | undefined
  /** Status of the sandbox at that time. */
  status?: string | undefined
  [key: string]: unknown
}

export const sandboxMetricsChart = z.looseObject({
  sandboxId: z.string().optional(),
  status: z.string().optional(),
})
same<Equal<z.input<typeof sandboxMetricsChart>, SandboxMetricsChart>>()
