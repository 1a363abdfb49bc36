import type { InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi"
import type { PortList } from "../contract"
import type { ArgsOf } from "../faces/dynamic/program/types"
import { callOutput, callPlain, type DataFunction } from "./call"

export interface GetSandboxPortsArgs {
  /** Id of the sandbox. */
  sandboxId: string
}

const definition: DataFunction<GetSandboxPortsArgs, PortList> = {
  name: "getSandboxPorts",
  args: { sandboxId: true },
  call: (client, { sandboxId }) => client.listPorts(sandboxId),
}

/** All ports of a sandbox: those of its template and custom ones. */
export function getSandboxPorts(args: GetSandboxPortsArgs, opts?: InvokeOptions): Promise<PortList> {
  return callPlain(definition, args, opts)
}

/** `getSandboxPorts` as an output. */
export function getSandboxPortsOutput(
  args: ArgsOf<GetSandboxPortsArgs>,
  opts?: InvokeOutputOptions,
): Output<PortList> {
  return callOutput(definition, args, opts)
}
