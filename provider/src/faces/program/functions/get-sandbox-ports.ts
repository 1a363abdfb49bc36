import type { InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi"
import type { PortList } from "../../../contract"
import { type GetSandboxPortsArgs, sandboxPorts } from "../../../functions/get-sandbox-ports"
import type { ArgsOf } from "../types"
import { callOutput, callPlain } from "./call"

/** All ports of a sandbox: those of its template and custom ones. */
export function getSandboxPorts(args: GetSandboxPortsArgs, opts?: InvokeOptions): Promise<PortList> {
  return callPlain(sandboxPorts, args, opts)
}

/** `getSandboxPorts` as an output. */
export function getSandboxPortsOutput(
  args: ArgsOf<GetSandboxPortsArgs>,
  opts?: InvokeOutputOptions,
): Output<PortList> {
  return callOutput(sandboxPorts, args, opts)
}
