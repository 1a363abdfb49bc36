import { type InvokeOptions, type InvokeOutputOptions, type Output, secret } from "@pulumi/pulumi"
import type { TurnCredential } from "../../../contract"
import {
  type GetTurnCredentialArgs,
  type TurnServer,
  turnCredential,
} from "../../../functions/get-turn-credential"
import type { ArgsOf } from "../types"
import { callOutput, callPlain } from "./call"

/** The TURN servers for a sandbox's WEBRTC ports, without user name and credential: those only the output twin gives. */
export function getTurnCredential(args: GetTurnCredentialArgs, opts?: InvokeOptions): Promise<TurnServer> {
  return callPlain(turnCredential, args, opts)
}

/** Short-lived TURN access for a sandbox's WEBRTC ports, user name and credential included. Secret as a whole. */
export function getTurnCredentialOutput(
  args: ArgsOf<GetTurnCredentialArgs>,
  opts?: InvokeOutputOptions,
): Output<TurnCredential> {
  return secret(callOutput(turnCredential, args, opts))
}
