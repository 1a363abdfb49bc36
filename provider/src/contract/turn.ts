import * as z from "zod"
import { type Equal, same } from "./equal"

/** Short-lived access to a TURN server for the WebRTC ports of a sandbox. A secret. */
export interface TurnCredential {
  /** `turn:` and `stun:` addresses. */
  urls?: string[] | undefined
  /** User of the TURN server. */
  username?: string | undefined
  /** Password of that user. */
  credential?: string | undefined
  /** Seconds that it is valid for. */
  ttl?: number | undefined
  /** When it ends, ISO 8601. */
  expiresAt?: string | undefined
  /** The same as a list that an RTCPeerConnection takes, if the service sends one. */
  iceServers?: unknown[] | undefined
}

export const turnCredential = z.object({
  urls: z.array(z.string()).optional(),
  username: z.string().optional(),
  credential: z.string().optional(),
  ttl: z.number().optional(),
  expiresAt: z.string().optional(),
  iceServers: z.array(z.unknown()).optional(),
})
same<Equal<z.input<typeof turnCredential>, TurnCredential>>()
