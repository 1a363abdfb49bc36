import { type InvokeOptions, type InvokeOutputOptions, type Output, secret } from "@pulumi/pulumi"
import type { TurnCredential } from "../contract"
import type { ArgsOf } from "../faces/dynamic/program/types"
import { callOutput, callPlain, type DataFunction } from "./call"

export interface GetTurnCredentialArgs {
  /** Id of a running sandbox that has a WEBRTC port. */
  sandboxId: string
}

/** What of a TURN credential is no secret. */
export type TurnServer = Pick<TurnCredential, "urls" | "ttl" | "expiresAt">

const name = "getTurnCredential"
const definition: DataFunction<GetTurnCredentialArgs, TurnServer> = {
  name,
  args: { sandboxId: true },
  call: async (client, { sandboxId }) => {
    const { urls, ttl, expiresAt } = await client.getTurnCredential(sandboxId)
    return { urls, ttl, expiresAt }
  },
}
const withAll: DataFunction<GetTurnCredentialArgs, TurnCredential> = {
  name,
  args: { sandboxId: true },
  call: (client, { sandboxId }) => client.getTurnCredential(sandboxId),
}

/** The TURN servers for a sandbox's WEBRTC ports, without user name and credential: those only the output twin gives. */
export function getTurnCredential(args: GetTurnCredentialArgs, opts?: InvokeOptions): Promise<TurnServer> {
  return callPlain(definition, args, opts)
}

/** Short-lived TURN access for a sandbox's WEBRTC ports, user name and credential included. Secret as a whole. */
export function getTurnCredentialOutput(
  args: ArgsOf<GetTurnCredentialArgs>,
  opts?: InvokeOutputOptions,
): Output<TurnCredential> {
  return secret(callOutput(withAll, args, opts))
}
