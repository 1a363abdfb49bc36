import type { MetricsQuery, SandboxMetrics } from "../contract"
import type { Lookup } from "./lookup"
import { type Time, timeText } from "./times"

/** Which sandbox, and which stretch of time. */
export interface GetSandboxMetricsArgs extends Pick<MetricsQuery, "step"> {
  /** Id of the sandbox. */
  sandboxId: string
  /** ISO 8601 or RFC 3339 text, Unix seconds, or in TypeScript a Date; default: 5 minutes ago. */
  start?: Time | undefined
  /** ISO 8601 or RFC 3339 text, Unix seconds, or in TypeScript a Date; default: now. */
  end?: Time | undefined
}

/** CPU, memory and disk of a sandbox over time; no points while it does not run. */
export const sandboxMetrics: Lookup<GetSandboxMetricsArgs, SandboxMetrics> = {
  name: "getSandboxMetrics",
  args: { sandboxId: true, start: true, end: true, step: true },
  call: (client, { sandboxId, start, end, step }, options) =>
    client.getMetrics(sandboxId, { start: timeText(start), end: timeText(end), step }, options),
}
