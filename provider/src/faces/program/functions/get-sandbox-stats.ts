import type { InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi"
import type { SandboxStats } from "../../../contract"
import { sandboxStats } from "../../../functions/get-sandbox-stats"
import { callOutput, callPlain } from "./call"

/** Numbers about all sandboxes of the account. */
export function getSandboxStats(opts?: InvokeOptions): Promise<SandboxStats> {
  return callPlain(sandboxStats, {}, opts)
}

/** `getSandboxStats` as an output. */
export function getSandboxStatsOutput(opts?: InvokeOutputOptions): Output<SandboxStats> {
  return callOutput(sandboxStats, {}, opts)
}
