import type { MetricsChartQuery, SandboxMetricsChart } from "../contract"
import type { Lookup } from "./lookup"
import { type Time, timeText } from "./times"

/** Which sandbox, and which stretch of time. */
export interface GetSandboxMetricsChartArgs extends Pick<MetricsChartQuery, "step"> {
  /** Id of the sandbox. */
  sandboxId: string
  /** ISO 8601 or RFC 3339 text, Unix seconds, or in TypeScript a Date; default: 5 minutes ago. */
  start?: Time | undefined
  /** ISO 8601 or RFC 3339 text, Unix seconds, or in TypeScript a Date; default: now. */
  end?: Time | undefined
}

/** The measurements of a sandbox ready to draw, in the shape that the API gives them. */
export const sandboxMetricsChart: Lookup<GetSandboxMetricsChartArgs, { chart: SandboxMetricsChart }> = {
  name: "getSandboxMetricsChart",
  args: { sandboxId: true, start: true, end: true, step: true },
  call: async (client, { sandboxId, start, end, step }, options) => {
    const query = { start: timeText(start), end: timeText(end), step }
    return { chart: await client.getMetricsChart(sandboxId, query, options) }
  },
}
