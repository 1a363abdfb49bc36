import { credentials } from "@grpc/grpc-js"
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb"
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb"

/** A line for the user. */
export interface Line {
  message: string
  severity?: "info" | "warning" | "error"
  /** The resource that it is about; default: the stack. */
  urn?: string
  /** Whether the next line takes its place. */
  isEphemeral?: boolean
}

export type Tell = (line: Line) => void

const severities = {
  info: LogSeverity.INFO,
  warning: LogSeverity.WARNING,
  error: LogSeverity.ERROR,
} as const

/** Hands lines to the engine, which shows nothing of what a plugin prints. Lines are a courtesy: none can fail a call. */
export function toEngine(address: string): Tell {
  const engine = new EngineClient(address, credentials.createInsecure(), {
    // A proxy of the environment is for the API, not for the engine on this machine.
    "grpc.enable_http_proxy": 0,
  })
  return ({ message, severity = "info", urn = "", isEphemeral = false }) => {
    const request = new LogRequest()
    request.setSeverity(severities[severity])
    request.setMessage(message)
    request.setUrn(urn)
    request.setEphemeral(isEphemeral)
    engine.log(request, () => undefined)
  }
}
