import {
  axiosSender,
  type ClientLog,
  type ClientParts,
  type Configuration,
  ScaleboxError,
  type Send,
} from "../../client"
import { type Context, contextOf, type Errand } from "../../resources/context"
import { logicalName } from "../../resources/names"
import { newSession, type Session } from "../../resources/session"
import { addressIn, outlivingNoEngine } from "../engine"
import { Errors } from "../errors"
import { newNonce } from "../hidden"
import type { Tell } from "../tell"
import { LeftOut } from "./left-out"
import { StatusLine } from "./status-line"
import { ownerOf } from "./urn"

/** Milliseconds that a call which changes something may still take once the engine wants the run to end. */
const graceMs = 700

/** What the engine says of a call. */
interface Call extends Omit<Errand, "session" | "log" | "owner" | "nonce" | "signal"> {
  /** Default: that of the URN. */
  owner?: string | undefined
  /** Default: one that nothing else has. */
  nonce?: string | undefined
}

/** What one plugin process works with. It serves one provider, so one configuration. */
export class Run {
  readonly errors = new Errors()
  readonly leftOut = new LeftOut()
  private readonly ending = new AbortController()
  private readonly statusLines = new Map<string, StatusLine>()
  private readonly send: Send
  private current: Session | undefined

  /** @param engine `host:port` of the engine, if there is one. @param parts For tests: another clock, and another way to send. */
  constructor(
    private readonly tell: Tell,
    engine?: string,
    private readonly parts: Pick<ClientParts, "clock" | "send"> = {},
  ) {
    this.send = outlivingNoEngine(parts.send ?? axiosSender(), addressIn(engine))
  }

  configure(configuration: Configuration): void {
    this.current = newSession(configuration, { warn: (message) => this.warn(message) }, this.clientParts())
  }

  /** The parts of a client that ends with the engine. */
  clientParts(): ClientParts {
    return {
      ...this.parts,
      send: this.send,
      log: this.clientLog(),
      graceMs,
    }
  }

  /** Ends all waits: what was created keeps its id. */
  cancel(): void {
    this.ending.abort()
  }

  get session(): Session {
    if (this.current) return this.current
    throw new ScaleboxError({
      code: "configuration",
      message: "The settings of the provider are not known yet",
      hint: "Run `pulumi up` once to make what they depend on",
    })
  }

  get signal(): AbortSignal {
    return this.ending.signal
  }

  /** The context of a call on the resource of a URN that begins now. */
  context(urn: string, errand: Call): Context {
    const owner = errand.owner || ownerOf(urn)
    return contextOf({
      ...errand,
      session: this.session,
      signal: this.ending.signal,
      owner,
      nonce: errand.nonce || newNonce(),
      log: {
        info: (message) => this.tell({ message, urn }),
        warn: (message) => this.tell({ message, urn, severity: "warning" }),
        status: (thing, step) => this.statusLine(urn, logicalName(owner)).show(thing, step),
      },
    })
  }

  warn(message: string): void {
    this.tell({ message, severity: "warning" })
  }

  private statusLine(urn: string, name: string): StatusLine {
    const found =
      this.statusLines.get(urn) ??
      new StatusLine((message) => this.tell({ message, urn, isEphemeral: true }), name)
    this.statusLines.set(urn, found)
    return found
  }

  /** With SCALEBOX_LOG=debug every request is said; retries are said anyway. */
  private clientLog(): ClientLog {
    const isDebug = process.env.SCALEBOX_LOG === "debug"
    return {
      debug: (message) => isDebug && this.tell({ message }),
      retrying: (message) => this.tell({ message, isEphemeral: !isDebug }),
    }
  }
}
