import type { Input, InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi"
import type { MetricsChartQuery, SandboxMetricsChart } from "../contract"
import { callOutput, callPlain, type DataFunction } from "./call"
import { datesAsText, type Time, timeText } from "./times"

/** Which sandbox, and which stretch of time. */
export interface GetSandboxMetricsChartArgs extends Pick<MetricsChartQuery, "step"> {
  /** Id of the sandbox. */
  sandboxId: string
  /** A Date, ISO 8601 or RFC 3339 text, or Unix seconds; default: 5 minutes ago. */
  start?: Time | undefined
  /** A Date, ISO 8601 or RFC 3339 text, or Unix seconds; default: now. */
  end?: Time | undefined
}

const definition: DataFunction<GetSandboxMetricsChartArgs, SandboxMetricsChart> = {
  name: "getSandboxMetricsChart",
  args: { sandboxId: true, start: true, end: true, step: true },
  call: (client, { sandboxId, start, end, step }) =>
    client.getMetricsChart(sandboxId, { start: timeText(start), end: timeText(end), step }),
}

/** The measurements of a sandbox ready to draw, in the shape that the API gives them. */
export function getSandboxMetricsChart(
  args: GetSandboxMetricsChartArgs,
  opts?: InvokeOptions,
): Promise<SandboxMetricsChart> {
  return callPlain(definition, args, opts)
}

/** `getSandboxMetricsChart` as an output. */
export function getSandboxMetricsChartOutput(
  args: { [K in keyof GetSandboxMetricsChartArgs]: Input<GetSandboxMetricsChartArgs[K]> },
  opts?: InvokeOutputOptions,
): Output<SandboxMetricsChart> {
  return callOutput(definition, datesAsText(args), opts)
}
