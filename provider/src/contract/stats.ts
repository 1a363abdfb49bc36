import * as z from "zod"
import { type Equal, same } from "./equal"
import type { WholeNumber } from "./whole-number"

/** Numbers about all sandboxes of the account. */
export interface SandboxStats {
  /** All that there are. */
  totalSandboxes: WholeNumber
  /** Those that run. */
  runningSandboxes: WholeNumber
  /** Those that have ended. */
  terminatedSandboxes?: WholeNumber | undefined
  /** Those that failed. */
  failedSandboxes?: WholeNumber | undefined
  /** What they cost so far. */
  totalCost?: number | undefined
  /** Mean use of CPU, percent. */
  avgCpuUsage?: number | undefined
  /** Mean use of memory, percent. */
  avgMemoryUsage?: number | undefined
  /** Hours that they ran, together. */
  totalUptimeHours?: number | undefined
}

/** Go services may leave out a number that is 0, but an answer without either of the first two is about something else. */
export const sandboxStats = z
  .object({
    totalSandboxes: z.number().optional(),
    runningSandboxes: z.number().optional(),
    terminatedSandboxes: z.number().optional(),
    failedSandboxes: z.number().optional(),
    totalCost: z.number().optional(),
    avgCpuUsage: z.number().optional(),
    avgMemoryUsage: z.number().optional(),
    totalUptimeHours: z.number().optional(),
  })
  .refine((stats) => (stats.totalSandboxes ?? stats.runningSandboxes) !== undefined, {
    path: ["totalSandboxes"],
  })
  .transform(({ totalSandboxes = 0, runningSandboxes = 0, ...others }) => ({
    totalSandboxes,
    runningSandboxes,
    ...others,
  }))
same<Equal<z.output<typeof sandboxStats>, SandboxStats>>()
