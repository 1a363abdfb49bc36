import type { Input, InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi"
import type { MetricsQuery, SandboxMetrics } from "../contract"
import { callOutput, callPlain, type DataFunction } from "./call"
import { datesAsText, type Time, timeText } from "./times"

/** Which sandbox, and which stretch of time. */
export interface GetSandboxMetricsArgs extends Pick<MetricsQuery, "step"> {
  /** Id of the sandbox. */
  sandboxId: string
  /** A Date, ISO 8601 or RFC 3339 text, or Unix seconds; default: 5 minutes ago. */
  start?: Time | undefined
  /** A Date, ISO 8601 or RFC 3339 text, or Unix seconds; default: now. */
  end?: Time | undefined
}

const definition: DataFunction<GetSandboxMetricsArgs, SandboxMetrics> = {
  name: "getSandboxMetrics",
  args: { sandboxId: true, start: true, end: true, step: true },
  call: (client, { sandboxId, start, end, step }) =>
    client.getMetrics(sandboxId, { start: timeText(start), end: timeText(end), step }),
}

/** CPU, memory and disk of a sandbox over time; no points while it does not run. */
export function getSandboxMetrics(
  args: GetSandboxMetricsArgs,
  opts?: InvokeOptions,
): Promise<SandboxMetrics> {
  return callPlain(definition, args, opts)
}

/** `getSandboxMetrics` as an output. */
export function getSandboxMetricsOutput(
  args: { [K in keyof GetSandboxMetricsArgs]: Input<GetSandboxMetricsArgs[K]> },
  opts?: InvokeOutputOptions,
): Output<SandboxMetrics> {
  return callOutput(definition, datesAsText(args), opts)
}
