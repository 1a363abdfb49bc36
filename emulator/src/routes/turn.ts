import { ApiError, conflict } from "../errors"
import { newTurnSecret } from "../secrets"
import type { Handlers, Services } from "./handlers"

const ttlSeconds = 3600

export const turnRoutes = ({ store }: Services) =>
  ({
    getTurnCredential({ account, params }) {
      const { sandboxId, status, templatePorts, customPorts } = store.get(account, params.sandboxId)
      if (status !== "running") {
        throw conflict(
          `Cannot create a TURN credential for sandbox "${sandboxId}": it is ${status}, must be running`,
        )
      }
      if (![...templatePorts, ...customPorts].some(({ protocol }) => protocol === "WEBRTC")) {
        throw new ApiError(
          400,
          "no_webrtc_port",
          `Sandbox "${sandboxId}" has no WebRTC port: must have one with the protocol WEBRTC`,
        )
      }
      const expires = account.now() + ttlSeconds * 1000
      return {
        data: {
          urls: ["turn:turn.scalebox.local:3478?transport=udp", "stun:turn.scalebox.local:3478"],
          username: `${Math.floor(expires / 1000)}:${sandboxId}`,
          credential: newTurnSecret(),
          ttl: ttlSeconds,
          expiresAt: new Date(expires).toISOString(),
        },
        message: "TURN credential made",
      }
    },
  }) satisfies Partial<Handlers>
