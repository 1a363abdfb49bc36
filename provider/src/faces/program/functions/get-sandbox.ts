import { type InvokeOptions, type InvokeOutputOptions, type Output, secret } from "@pulumi/pulumi"
import { type GetSandboxArgs, sandbox } from "../../../functions/get-sandbox"
import type { SandboxInfo, SandboxSecrets } from "../../../functions/shown"
import type { ArgsOf } from "../types"
import { callOutput, callPlain } from "./call"

/** A sandbox as it is now, remaining seconds and uptime included. Its secrets are left out. */
export function getSandbox(args: GetSandboxArgs, opts?: InvokeOptions): Promise<SandboxInfo> {
  return callPlain(sandbox, args, opts)
}

/** `getSandbox` as an output, which is secret as a whole because it holds token, environment variables and proxy. */
export function getSandboxOutput(
  args: ArgsOf<GetSandboxArgs>,
  opts?: InvokeOutputOptions,
): Output<SandboxInfo & SandboxSecrets> {
  return secret(callOutput(sandbox, args, opts))
}
