import { type InvokeOptions, type InvokeOutputOptions, type Output, secret } from "@pulumi/pulumi"
import type { ArgsOf } from "../faces/dynamic/program/types"
import { callOutput, callPlain, type DataFunction } from "./call"
import { type SandboxInfo, type SandboxSecrets, withoutSecrets, withSecrets } from "./shown"

export interface GetSandboxArgs {
  /** Id of the sandbox. */
  sandboxId: string
}

const name = "getSandbox"
const definition: DataFunction<GetSandboxArgs, SandboxInfo> = {
  name,
  args: { sandboxId: true },
  call: async (client, { sandboxId }) => withoutSecrets(await client.getSandbox(sandboxId)),
}
const withAll: DataFunction<GetSandboxArgs, SandboxInfo & SandboxSecrets> = {
  name,
  args: { sandboxId: true },
  call: async (client, { sandboxId }) => withSecrets(await client.getSandbox(sandboxId)),
}

/** A sandbox as it is now, remaining seconds and uptime included. Its secrets are left out. */
export function getSandbox(args: GetSandboxArgs, opts?: InvokeOptions): Promise<SandboxInfo> {
  return callPlain(definition, args, opts)
}

/** `getSandbox` as an output, which is secret as a whole because it holds token, environment variables and proxy. */
export function getSandboxOutput(
  args: ArgsOf<GetSandboxArgs>,
  opts?: InvokeOutputOptions,
): Output<SandboxInfo & SandboxSecrets> {
  return secret(callOutput(withAll, args, opts))
}
