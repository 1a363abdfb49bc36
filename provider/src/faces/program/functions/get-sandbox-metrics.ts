import type { Input, InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi"
import type { SandboxMetrics } from "../../../contract"
import { type GetSandboxMetricsArgs, sandboxMetrics } from "../../../functions/get-sandbox-metrics"
import { callOutput, callPlain } from "./call"
import { datesAsText } from "./dates"

/** CPU, memory and disk of a sandbox over time; no points while it does not run. */
export function getSandboxMetrics(
  args: GetSandboxMetricsArgs,
  opts?: InvokeOptions,
): Promise<SandboxMetrics> {
  return callPlain(sandboxMetrics, args, opts)
}

/** `getSandboxMetrics` as an output. */
export function getSandboxMetricsOutput(
  args: { [K in keyof GetSandboxMetricsArgs]: Input<GetSandboxMetricsArgs[K]> },
  opts?: InvokeOutputOptions,
): Output<SandboxMetrics> {
  return callOutput(sandboxMetrics, datesAsText(args), opts)
}
