import type { TurnCredential } from "../contract"
import type { Lookup } from "./lookup"

export interface GetTurnCredentialArgs {
  /** Id of a running sandbox that has a WEBRTC port. */
  sandboxId: string
}

/** What of a TURN credential is no secret. */
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
