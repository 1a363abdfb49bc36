import type { InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi"
import type { SandboxStats } from "../contract"
import { callOutput, callPlain, type DataFunction } from "./call"

const definition: DataFunction<object, SandboxStats> = {
  name: "getSandboxStats",
  args: {},
  call: (client) => client.getSandboxStats(),
}

/** Numbers about all sandboxes of the account. */
export function getSandboxStats(opts?: InvokeOptions): Promise<SandboxStats> {
  return callPlain(definition, {}, opts)
}

/** `getSandboxStats` as an output. */
export function getSandboxStatsOutput(opts?: InvokeOutputOptions): Output<SandboxStats> {
  return callOutput(definition, {}, opts)
}
