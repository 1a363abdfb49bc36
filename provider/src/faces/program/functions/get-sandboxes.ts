import type { InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi"
import { type GetSandboxesArgs, sandboxes } from "../../../functions/get-sandboxes"
import type { SandboxInfo } from "../../../functions/shown"
import type { ArgsOf } from "../types"
import { callOutput, callPlain } from "./call"

/** All sandboxes of the account that match the filters, from every page. Their secrets are left out. */
export async function getSandboxes(
  args: GetSandboxesArgs = {},
  opts?: InvokeOptions,
): Promise<SandboxInfo[]> {
  return (await callPlain(sandboxes, args, opts)).sandboxes
}

/** `getSandboxes` as an output. */
export function getSandboxesOutput(
  args: ArgsOf<GetSandboxesArgs> = {},
  opts?: InvokeOutputOptions,
): Output<SandboxInfo[]> {
  return callOutput(sandboxes, args, opts).apply(({ sandboxes }) => sandboxes)
}
