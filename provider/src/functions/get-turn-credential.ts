import type { TurnCredential } from "../contract"
import type { Lookup } from "./lookup"

export interface GetTurnCredentialArgs {
  /** Id of a running sandbox that has a WEBRTC port. */
  sandboxId: string
}

/** What of a TURN credential is no secret. */
export type TurnServer = Pick<TurnCredential, "urls" | "ttl" | "expiresAt">

export const turnCredential: Lookup<GetTurnCredentialArgs, TurnCredential, "username" | "credential"> = {
  name: "getTurnCredential",
  args: { sandboxId: true },
  secrets: ["username", "credential"],
  call: (client, { sandboxId }, options) => client.getTurnCredential(sandboxId, options),
}
