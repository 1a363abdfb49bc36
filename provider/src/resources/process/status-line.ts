import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb"
import type { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb"

/** Milliseconds between two lines; what is over sooner than the first shows none. */
const everyMs = 1_000

/** What each waiting resource is doing, such as `web-3: deploying`. */
const waiting = new Map<object, string>()
let begun = 0
let timer: NodeJS.Timeout | undefined

/** Shows on the stack's row, for as long as anything waits, how many sandboxes run and what one of them does. */
export class StatusLine {
  constructor(what: string) {
    begun += 1
    this.now(what)
    timer ??= setInterval(show, everyMs).unref()
  }

  now(what: string): void {
    waiting.set(this, what)
  }

  end(): void {
    waiting.delete(this)
    if (waiting.size > 0) return
    clearInterval(timer)
    timer = undefined
    begun = 0
  }
}

function show(): void {
  const [example] = waiting.values()
  if (example) log(`${begun - waiting.size} of ${begun} sandboxes running, ${example}`)
}

type Log = (message: string) => void
let sender: Log | undefined

/** A line that disappears again. It is a courtesy: nothing that goes wrong with it may fail a deployment. */
const log: Log = (message) => {
  try {
    sender ??= connect()
    sender(message)
  } catch {
    sender = () => {}
  }
}

interface EngineModules {
  grpc: { credentials: { createInsecure(): ConstructorParameters<typeof EngineClient>[1] } }
  services: { EngineClient: typeof EngineClient }
  messages: { LogRequest: typeof LogRequest; LogSeverity: typeof LogSeverity }
}

/** The engine's shim is the main module of this process, has loaded what speaks to the engine, and got its address. */
function connect(): Log {
  const address = process.argv.at(-1)
  const shim = require.main
  if (!shim || !address || !/^[\w.]+:\d+$/.test(address)) return () => {}
  const { grpc, services, messages }: EngineModules = {
    grpc: shim.require("@grpc/grpc-js"),
    services: shim.require("../../proto/engine_grpc_pb"),
    messages: shim.require("../../proto/engine_pb"),
  }
  const engine = new services.EngineClient(address, grpc.credentials.createInsecure())
  return (message) => {
    const request = new messages.LogRequest()
    request.setSeverity(messages.LogSeverity.INFO)
    request.setMessage(message)
    request.setEphemeral(true)
    engine.log(request, () => {})
  }
}
