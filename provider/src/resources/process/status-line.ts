import { createRequire } from "node:module"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb"
import type { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb"
import { engineAddress } from "./engine"

/** Milliseconds between two lines; what is over sooner than the first shows none. */
const everyMs = 1_000

/** What each thing that is waited for is doing, such as `web-3: deploying`. */
const waiting = new Map<StatusLine, string>()
let begun = 0
let timer: NodeJS.Timeout | undefined

/** Shows on the stack's row, for as long as anything waits, how many sandboxes run and what one of them does. */
export class StatusLine {
  /**
   * @param name The logical name: the one that the API has may be a secret.
   * @param isResource Whether the wait is that of a whole resource, of which the engine makes only so many at once.
   */
  constructor(
    private readonly name: string,
    what: string,
    readonly isResource = false,
  ) {
    begun += 1
    this.now(what)
    timer ??= setInterval(show, everyMs).unref()
  }

  now(what: string): void {
    waiting.set(this, `${this.name}: ${what}`)
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
  if (!example) return
  log(`${begun - waiting.size} of ${begun} sandboxes running, ${example}${areSlotsFull() ? hint : ""}`)
}

const hint = "; the engine waits with further ones, PULUMI_PARALLEL=256 boots them together"

/** Whether as many resources wait as the engine makes at once where nobody told it otherwise. */
function areSlotsFull(): boolean {
  const slots = Number(process.env.PULUMI_PARALLEL) || 4 * availableParallelism()
  return [...waiting.keys()].filter(({ isResource }) => isResource).length === slots
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

/** The engine's shim was started in this folder, has loaded what speaks to the engine, and got its address. */
function connect(): Log {
  const address = engineAddress()
  if (!address) return () => {}
  const ofProgram = createRequire(join(process.cwd(), "Pulumi.yaml"))
  const ofShim = createRequire(ofProgram.resolve("@pulumi/pulumi/proto/engine_grpc_pb"))
  const { grpc, services, messages }: EngineModules = {
    grpc: ofShim("@grpc/grpc-js"),
    services: ofShim("./engine_grpc_pb"),
    messages: ofShim("./engine_pb"),
  }
  const engine = new services.EngineClient(
    `${address.host}:${address.port}`,
    grpc.credentials.createInsecure(),
  )
  return (message) => {
    const request = new messages.LogRequest()
    request.setSeverity(messages.LogSeverity.INFO)
    request.setMessage(message)
    request.setEphemeral(true)
    engine.log(request, () => {})
  }
}
