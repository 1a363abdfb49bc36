import type { TurnCredential } from "../contract"
import type { Lookup } from "./lookup"

/** Which sandbox `getTurnCredential` is for. */
export interface GetTurnCredentialArgs {
  /** Id of a running sandbox that has a WEBRTC port. */
  sandboxId: string
}

/** The part of a TURN credential that is not secret. */
export type TurnServer = Pick<TurnCredential, "urls" | "ttl" | "expiresAt">

/** Short-lived TURN access for a sandbox's WEBRTC ports, user name and credential included. */
export const turnCredential: Lookup<
  GetTurnCredentialArgs,
  TurnCredential,
  "username" | "credential" | "iceServers"
> = {
  name: "getTurnCredential",
  args: { sandboxId: true },
  secrets: ["username", "credential", "iceServers"],
  call: (client, { sandboxId }, options) => client.getTurnCredential(sandboxId, options),
}
