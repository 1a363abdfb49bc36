import { z } from "zod"
import { type Equal, same } from "./equal"

/** Numbers about all sandboxes of the account. */
export interface SandboxStats {
  totalSandboxes: number
  runningSandboxes: number
  terminatedSandboxes?: number | undefined
  failedSandboxes?: number | undefined
  totalCost?: number | undefined
  /** Percent. */
  avgCpuUsage?: number | undefined
  /** Percent. */
  avgMemoryUsage?: number | undefined
  totalUptimeHours?: number | undefined
}

export const sandboxStats = z.object({
  totalSandboxes: z.number(),
  runningSandboxes: z.number(),
  terminatedSandboxes: z.number().optional(),
  failedSandboxes: z.number().optional(),
  totalCost: z.number().optional(),
  avgCpuUsage: z.number().optional(),
  avgMemoryUsage: z.number().optional(),
  totalUptimeHours: z.number().optional(),
})
same<Equal<z.input<typeof sandboxStats>, SandboxStats>>()
