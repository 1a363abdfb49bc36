import { connect } from "node:net"
import type { Send } from "../client"

export interface Address {
  host: string
  port: number
}

/** The address in a text such as `127.0.0.1:1234`; undefined if it is none. */
export function addressIn(text = ""): Address | undefined {
  const [, host, port] = /^([\w.]+):(\d+)$/.exec(text) ?? []
  return host && port ? { host, port: Number(port) } : undefined
}

/** Where the engine of this provider process listens: its last argument. Undefined in scripts and tests. */
export const engineAddress = (argv: readonly string[] = process.argv): Address | undefined =>
  addressIn(argv.at(-1))

/** Milliseconds between two looks while nothing is written. */
const watchMs = 1_000
/** Milliseconds until a look counts as having shown nothing. */
const lookMs = 1_000

/**
 * Whether the engine has ended. Its address tells: the parent process may be a shell that outlives the engine. Only a
 * refusal proves it; what else can fail in a look says nothing about the engine.
 */
export function isGone(engine: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(engine)
    const end = (gone: boolean) => {
      // A reset leaves no closed connection behind, of which a system keeps only so many.
      socket.resetAndDestroy()
      resolve(gone)
    }
    socket.setTimeout(lookMs, () => end(false))
    socket.once("connect", () => end(false))
    socket.once("error", (error: NodeJS.ErrnoException) => end(error.code === "ECONNREFUSED"))
  })
}

/**
 * Ends this process as soon as its engine has ended: nobody would write down what it makes, deletes or sees. Looks once
 * a second, and before each request. Outside of an engine requests go out as they are.
 */
export function outlivingNoEngine(send: Send, engine = engineAddress()): Send {
  if (!engine) return send
  let looking: Promise<void> | undefined
  // Requests of one moment share a look.
  const look = () => {
    looking ??= isGone(engine).then((gone) => {
      looking = undefined
      if (gone) process.exit(1)
    })
    return looking
  }
  setInterval(() => void look(), watchMs).unref()
  return async (request) => {
    await look()
    return send(request)
  }
}
