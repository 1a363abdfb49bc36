import type { Input, InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi"
import type { SandboxMetricsChart } from "../../../contract"
import {
  type GetSandboxMetricsChartArgs,
  sandboxMetricsChart,
} from "../../../functions/get-sandbox-metrics-chart"
import { callOutput, callPlain } from "./call"
import { datesAsText } from "./dates"

/** The measurements of a sandbox ready to draw, in the shape that the API gives them. */
export async function getSandboxMetricsChart(
  args: GetSandboxMetricsChartArgs,
  opts?: InvokeOptions,
): Promise<SandboxMetricsChart> {
  return (await callPlain(sandboxMetricsChart, args, opts)).chart
}

/** `getSandboxMetricsChart` as an output. */
export function getSandboxMetricsChartOutput(
  args: { [K in keyof GetSandboxMetricsChartArgs]: Input<GetSandboxMetricsChartArgs[K]> },
  opts?: InvokeOutputOptions,
): Output<SandboxMetricsChart> {
  return callOutput(sandboxMetricsChart, datesAsText(args), opts).apply(({ chart }) => chart)
}
