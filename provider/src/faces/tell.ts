import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb"
import type { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb"

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

/** What speaks to the engine: a face bundles it, or takes it from the program's folder. */
export interface Protocol {
  createInsecure(): ConstructorParameters<typeof EngineClient>[1]
  EngineClient: typeof EngineClient
  LogRequest: typeof LogRequest
  LogSeverity: typeof LogSeverity
}

const severities = { info: "INFO", warning: "WARNING", error: "ERROR" } as const

/**
 * Hands lines to the engine, which shows them where a plugin's own output is not read. Resolves once the engine has a line;
 * rejects if it cannot have it.
 *
 * @param address `host:port` of the engine.
 */
export function toEngine(protocol: Protocol, address: string): (line: Line) => Promise<void> {
  const engine = new protocol.EngineClient(address, protocol.createInsecure(), {
    // A proxy of the environment is for the API, not for the engine on this machine.
    "grpc.enable_http_proxy": 0,
  })
  return ({ message, severity = "info", urn = "", isEphemeral = false }) => {
    const request = new protocol.LogRequest()
    request.setSeverity(protocol.LogSeverity[severities[severity]])
    request.setMessage(message)
    request.setUrn(urn)
    request.setEphemeral(isEphemeral)
    return new Promise((resolve, reject) => {
      engine.log(request, (error) => (error ? reject(error) : resolve()))
    })
  }
}
